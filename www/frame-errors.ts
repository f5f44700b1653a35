/** The errors that a page tells of a frame, without the English of all the others. */

import { CardletError, type ErrorType } from "./cardlet-error.ts";

export const FRAME_MESSAGES = {
  missing_option: "a needed option is not set",
  invalid_option: "an option's value can't be used",
  unsupported_operation: "the provider can't do what is asked",
  aborted: "the request was cancelled",
  frame_load_failed: "the hosted page did not answer; check its URL, its headers and frame-src",
  frame_origin_refused: "the hosted page does not take this page's origin; add it to its embedders",
  frame_version_mismatch: "the hosted page is of another version than this script",
  frame_disconnected: "the hosted page was moved or replaced, which empties it; enter the card again",
  destroyed: "the element was removed before the answer came",
} as const;

export type FrameErrorCode = keyof typeof FRAME_MESSAGES;

/** An error of this side. */
export function frameError(code: FrameErrorCode, type: ErrorType = "load", option?: string): CardletError {
  const message = `${option ? `${option}: ` : ""}${FRAME_MESSAGES[code]}`;
  const retryable = type === "load" || type === "network";
  return new CardletError({ type, code, message, retryable, ...(option ? { option } : {}) });
}
