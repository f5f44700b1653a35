/** Why a card form does not work on this page. Its code is loaded only when it is called. */

/** One thing that is wrong, or may be. */
export interface Finding {
  readonly code: string;
  /** `error`: it does not work; `warning`: it may not; `info`: to be known before going live. */
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  /** What to change: the header, the directive or the option. */
  readonly fix: string;
}

export interface DoctorOptions {
  /** The form to look at; by default the page's first `<cardlet-card>`. */
  element?: HTMLElement;
  /** Where the module is, if `init()` is told so. */
  wasm?: URL | string;
}

/**
 * Looks for what keeps a card form from working here: network, CSP, module, options, CORS, forms.
 *
 * It asks the page's server for the module, and sends nothing but names of headers to where cards go, or an
 * empty form. No card is read, no key sent and no token made, so it can run on a live page; still it is meant
 * for developers.
 *
 * @example
 * const [finding] = await doctor();
 * finding.code // → "no_browser"
 */
export async function doctor(options: DoctorOptions = {}): Promise<Finding[]> {
  const { diagnose } = await import("./diagnosis.ts");
  return diagnose(options);
}
