/** The probes behind `doctor()`, each of which finds what its name says. */

import type { CardElement } from "./card-element.ts";
import type { DoctorOptions, Finding } from "./doctor.ts";
import { type CardletError, optionError, toError } from "./errors.ts";
import { type FindingCode, finding, PRODUCTION } from "./findings.ts";
import { returnPage } from "./form-post.ts";
import { directiveAgainst } from "./form-probe.ts";
import { FrameLink } from "./frame-link.ts";
import { frameUrl } from "./frame-settings.ts";
import { wasm } from "./instance.ts";
import { init } from "./module.ts";
import { type CardOptions, configure, fieldNames, wrongList } from "./options.ts";
import type { ProviderId, Rehearsal } from "./wasm/cardlet.js";

/** The smallest module there is: compiling it asks the CSP and nothing else. */
const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Looks at everything, the most basic first; what can't be looked at for an earlier reason is left out. */
export async function diagnose(options: DoctorOptions): Promise<Finding[]> {
  if (!globalThis.document) return [finding("no_browser")];
  const { element = first(), wasm: source = new URL("./cardlet.wasm", import.meta.url) } = options;
  // In front of a frame there is no module, and the account is the frame's own.
  const isHosted = element?.hasAttribute("frame") === true;
  const found = [...network(), ...(isHosted ? [] : await moduleProblems(source)), ...place(element)];
  const isBroken = found.some(({ severity }) => severity === "error");
  if (isBroken || !element) return found;
  return [...found, ...(await (isHosted ? frameProblems(element) : accountProblems(element, source)))];
}

function first(): HTMLElement | undefined {
  return document.querySelector<HTMLElement>("cardlet-card") ?? undefined;
}

function network(): Finding[] {
  return navigator.onLine ? [] : [finding("offline")];
}

async function moduleProblems(source: URL | string): Promise<Finding[]> {
  if (!URL.canParse(source, document.baseURI)) return [finding("module_not_found", String(source))];
  const found: Finding[] = [];
  if (!(await WebAssembly.compile(EMPTY_MODULE).catch(() => null)))
    found.push(finding("wasm_blocked_by_csp"));
  const url = new URL(source, document.baseURI);
  const { value, isBlocked } = await watchingPolicy(() => fetch(url, { credentials: "same-origin" }));
  const type = value?.headers.get("content-type") ?? "no type";
  if (isBlocked) found.push(finding("module_blocked_by_csp", sourceOf(url)));
  else if (!value?.ok) found.push(finding("module_not_found", url.href));
  else if (!/^application\/wasm\b/.test(type)) found.push(finding("module_wrong_type", type));
  return found;
}

/** Where the element stands. */
function place(element: HTMLElement | undefined): Finding[] {
  if (!element) return [finding("no_element")];
  if (!customElements.get(element.localName)) return [finding("not_defined")];
  const root = element.getRootNode();
  const { form } = element as HTMLElement & { form: HTMLFormElement | null };
  const isApart = root instanceof ShadowRoot && !form && formAround(root.host) !== null;
  return isApart ? [finding("form_in_other_tree")] : [];
}

/** The form around an element, also across shadow roots. */
function formAround(element: Element): Element | null {
  const form = element.closest("form");
  const root = element.getRootNode();
  return form ?? (root instanceof ShadowRoot ? formAround(root.host) : null);
}

/** As long as an element waits for its frame. */
const PATIENCE_MS = 9_000;

/** What keeps a frame from answering, by one of the same address that nobody sees. */
async function frameProblems(element: HTMLElement): Promise<Finding[]> {
  let url: URL;
  try {
    url = frameUrl(element);
  } catch {
    return [finding("frame_wrong_url")];
  }
  const link = new FrameLink("");
  link.element.hidden = true;
  const opened = link
    .open(url, () => {})
    .then(
      () => null,
      ({ code }: { code: FindingCode }) => code,
    );
  const end = new AbortController();
  const blocked = new Promise<FindingCode>((resolve) => {
    const note = ({ effectiveDirective, disposition }: SecurityPolicyViolationEvent): void => {
      if (effectiveDirective === "frame-src" && disposition === "enforce") resolve("frame_blocked_by_csp");
    };
    document.addEventListener("securitypolicyviolation", note, { signal: end.signal });
  });
  const late = new Promise<FindingCode>((resolve) => setTimeout(resolve, PATIENCE_MS, "frame_load_failed"));
  document.body.append(link.element);
  const code = await Promise.race([opened, blocked, late]);
  end.abort();
  link.close();
  const own = { frame_blocked_by_csp: sourceOf(url), frame_origin_refused: location.origin };
  return code ? [finding(code, own[code as keyof typeof own] ?? url.href)] : [];
}

async function accountProblems(element: HTMLElement, source: URL | string): Promise<Finding[]> {
  const options = (element as Partial<CardElement>).configured ?? {};
  const { wrong, plan } = await rehearse(element, options, source);
  if (wrong) return [wrong];
  const note = PRODUCTION[element.getAttribute("provider") as ProviderId];
  const notes = note ? [finding("provider_not_for_production", note)] : [];
  const found = plan.isForm ? await formProblems(plan, options) : await endpointProblems(plan);
  return [...found, ...notes];
}

type Outcome = { wrong: Finding; plan?: never } | { wrong?: never; plan: Rehearsal };

/** Where the element's cards go, by a controller of its own: the element's is left alone. */
async function rehearse(element: HTMLElement, options: CardOptions, source: URL | string): Promise<Outcome> {
  try {
    await init({ wasm: source });
  } catch (error) {
    const { code, message } = toError(error);
    return {
      wrong: { code, severity: "error", message, fix: "serve the module that belongs to this script" },
    };
  }
  const list = wrongList(element);
  if (list) return { wrong: wrongOption(optionError(list), "names that the API has") };
  const nothing = (): void => {};
  const controller = new wasm.CardController(nothing, nothing);
  try {
    configure(controller, element, options);
    const plan = controller.rehearse(fieldNames(element.getAttribute("fields")).includes("number"));
    return "code" in plan ? { wrong: wrongOption(toError(plan)) } : { plan };
  } finally {
    controller.free();
  }
}

function wrongOption({ code, message, option }: CardletError, right = "what the provider gave you"): Finding {
  return { code, severity: "error", message, fix: `set the option ${option} to ${right}` };
}

/** Sends nothing to where cards go, with headers of the same names: the browser asks for leave as for a card. */
async function endpointProblems({ method, url: address, headers }: Rehearsal): Promise<Finding[]> {
  const url = new URL(address);
  const probe = (options: RequestInit) =>
    watchingPolicy(() => fetch(url, { credentials: "omit", cache: "no-store", ...options }));
  const { value, isBlocked } = await probe({
    method,
    headers: headers.map((name) => [name, name === "content-type" ? "application/json" : "doctor"]),
  });
  if (value) return [];
  if (isBlocked) return [finding("endpoint_blocked_by_csp", sourceOf(url))];
  const isThere = (await probe({ mode: "no-cors" })).value !== null;
  // A page may send it anywhere.
  const names = headers.filter((name) => name !== "accept").join(", ");
  return [
    isThere
      ? finding("endpoint_refuses_origin", location.origin, method, names)
      : finding("endpoint_unreachable", url.origin),
  ];
}

/** A form that is posted needs no leave of the endpoint's, but the page's own for both of its ways. */
async function formProblems({ url }: Rehearsal, options: CardOptions): Promise<Finding[]> {
  const { returnUrl } = options;
  if (returnUrl !== undefined && !URL.canParse(returnUrl, document.baseURI))
    return [wrongOption(optionError("returnUrl"), "the address of return.html")];
  const found: Finding[] = [];
  for (const place of [new URL(url), returnPage(options)]) {
    const directive = await directiveAgainst(place, PATIENCE_MS);
    if (directive) found.push(finding("form_blocked_by_csp", sourceOf(place), directive));
  }
  return found;
}

/** How a source list names a URL. */
function sourceOf({ origin }: URL): string {
  return origin === location.origin ? "'self'" : origin;
}

/** What a request brings, or null; and whether the page's CSP has stopped it. */
async function watchingPolicy(
  request: () => Promise<Response>,
): Promise<{ value: Response | null; isBlocked: boolean }> {
  let isBlocked = false;
  const note = ({ effectiveDirective, disposition }: SecurityPolicyViolationEvent): void => {
    if (effectiveDirective === "connect-src" && disposition === "enforce") isBlocked = true;
  };
  document.addEventListener("securitypolicyviolation", note);
  const value = await request().catch(() => null);
  // The report comes in a task of its own.
  if (!value) await new Promise((resolve) => setTimeout(resolve));
  document.removeEventListener("securitypolicyviolation", note);
  return { value, isBlocked };
}
