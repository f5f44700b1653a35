/**
 * Posts a form into a hidden frame, for Keap, which answers a card by a redirect.
 *
 * The frame and its form have no inputs: the module puts the card straight into the form's data.
 * The merchant's `return.html`, where the redirect leads, reports back.
 */

import type { CardOptions } from "./options.ts";
import type { FormSubmission } from "./wasm/cardlet.js";

/** What `return.html` sends to the page that the frame is in. */
interface Report {
  readonly cardlet: "return";
  readonly nonce: string;
  readonly outcome: string;
  readonly message: string;
}

/** Asks the merchant's server for the token of one submission; undefined when the page names no way to. */
export async function beginSubmission(options: CardOptions): Promise<FormSubmission | undefined> {
  if (!options.fetchSubmissionToken) return undefined;
  const returnUrl = returnPage(options);
  const nonce = randomLetters();
  const token = await options.fetchSubmissionToken({
    successUrl: returnTo(returnUrl, "success", nonce),
    failureUrl: returnTo(returnUrl, "failure", nonce),
  });
  return { token, post: (url, fill, signal) => post({ url, fill, signal, nonce, origin: returnUrl.origin }) };
}

/** Where the redirect leads. */
export function returnPage({ returnUrl }: CardOptions): URL {
  return new URL(returnUrl ?? new URL("./return.html", import.meta.url), document.baseURI);
}

/** No digits: a merchant's server may look for card numbers in what it is sent. */
function randomLetters(): string {
  return String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)).map((byte) => 97 + (byte % 26)));
}

function returnTo(page: URL, outcome: "success" | "failure", nonce: string): string {
  const url = new URL(page);
  url.searchParams.set("outcome", outcome);
  url.searchParams.set("nonce", nonce);
  url.searchParams.set("origin", location.origin);
  return url.href;
}

interface Post {
  readonly url: string;
  readonly fill: (data: FormData) => void;
  readonly signal: AbortSignal;
  readonly nonce: string;
  /** Where `return.html` is. */
  readonly origin: string;
}

async function post(submission: Post): Promise<string> {
  const { url, fill, signal } = submission;
  const frame = await openFrame();
  const end = new AbortController();
  try {
    signal.throwIfAborted();
    const outcome = Promise.race([
      reported(frame, submission, end.signal),
      blocked(frame, url, end.signal),
      aborted(signal, end.signal),
    ]);
    submit(frame, url, fill);
    return await outcome;
  } finally {
    end.abort();
    frame.remove();
  }
}

/** A hidden frame in the page, with an empty document. */
export async function openFrame(): Promise<HTMLIFrameElement> {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.tabIndex = -1;
  frame.ariaHidden = "true";
  const isReady = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  // Firefox replaces the first empty document when it has loaded.
  await isReady;
  return frame;
}

/** Posts what `fill` puts into a form, inside the frame. */
export function submit(frame: HTMLIFrameElement, url: string, fill: Post["fill"]): void {
  const inside = frame.contentDocument as Document;
  const form = inside.createElement("form");
  form.method = "post";
  form.action = url;
  form.addEventListener("formdata", (event) => fill(event.formData));
  inside.body.append(form);
  form.submit();
  form.remove();
}

/** The first message that comes from this frame, of the return page's origin, with this nonce. */
function reported(frame: HTMLIFrameElement, { origin, nonce }: Post, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      if (event.source !== frame.contentWindow || event.origin !== origin || !isReport(event.data)) return;
      const { outcome, message } = event.data;
      if (event.data.nonce === nonce) resolve(JSON.stringify({ outcome, message }));
    };
    window.addEventListener("message", onMessage, { signal });
  });
}

function isReport(data: unknown): data is Report {
  if (typeof data !== "object" || data === null) return false;
  const { cardlet, nonce, outcome, message } = data as Partial<Report>;
  const areTexts = [nonce, outcome, message].every((value) => typeof value === "string");
  return cardlet === "return" && areTexts;
}

/** Rejects when the page's own policy holds the form back, which would show only by the deadline. */
export function blocked(frame: HTMLIFrameElement, url: string, signal: AbortSignal): Promise<never> {
  const { origin } = new URL(url);
  return new Promise((_, reject) => {
    const onViolation = ({
      effectiveDirective,
      disposition,
      blockedURI,
    }: SecurityPolicyViolationEvent): void => {
      const isOfForm = ["form-action", "frame-src"].includes(effectiveDirective);
      if (isOfForm && disposition === "enforce" && blockedURI.startsWith(origin)) reject(effectiveDirective);
    };
    for (const place of [document, frame.contentDocument as Document]) {
      place.addEventListener("securitypolicyviolation", onViolation, { signal });
    }
  });
}

function aborted(signal: AbortSignal, end: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { signal: end });
  });
}
