/** The size of every page, in CSS pixels, so that a layout is the same in all engines. */
export const VIEWPORT = { width: 1280, height: 720 };
