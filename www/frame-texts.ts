/** What people read of a frame that can't say it itself. */

export const FRAME_TEXTS = {
  "label.frame": "Card details",
  "status.loading": "The card form is still loading. Try again in a moment.",
  "status.failed": "The card form could not be loaded. Reload the page to try again.",
} as const;
