/** Where the fields are: in the page, or in a frame of another site. */
export type Mode = "inline" | "hosted";

/** What the run of the suite says. */
export const MODE: Mode = process.env.CARDLET_MODE === "hosted" ? "hosted" : "inline";

/** Are the fields of the page in the element's shadow root? */
export const IN_SHADOW = process.env.CARDLET_MODE === "shadow";

/** For a test's `skip`: why it says nothing of fields in a frame. Not more than a tenth of the tests may have it. */
export function inlineOnly(reason: string): string | false {
  return MODE === "hosted" ? `inline-only: ${reason}` : false;
}
