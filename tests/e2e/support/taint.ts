/** Looks for a card's digits wherever a page, its frames and their requests could have left them. */

import type { Frame, Request } from "playwright-core";
import type { ChromiumPage } from "./engines/chromium.ts";
import { findRuns } from "./memory.ts";
import { holdsCode } from "./occurrences.ts";

/** Digits that must never be seen in a row. */
const RUN = 7;

/** What no sink may hold. */
export interface Secrets {
  number: string;
  cvc: string;
  /** The first digits that the page has opted in to: events and messages may tell them by their name. */
  bin?: string;
}

export const SINKS = [
  "events",
  "attributes",
  "dataset",
  "console",
  "errors",
  "localStorage",
  "sessionStorage",
  "IndexedDB",
  "Cache",
  "cookies",
  "URL",
  "history.state",
  "Referer",
  "performance",
  "form data",
  "window.name",
  "clipboard",
  "DOM",
] as const;
export type Sink = (typeof SINKS)[number];

/** Notes what passes by and does not stay: in every document, before its scripts. */
const RECORDER = `(() => {
  const noted = globalThis.taint = { events: [], errors: [], clipboard: [] };
  const text = (value) => { try { return JSON.stringify(value) ?? String(value) } catch { return String(value) } };
  const dispatch = EventTarget.prototype.dispatchEvent;
  EventTarget.prototype.dispatchEvent = function (event) {
    noted.events.push(event.type + text(event.detail) + text({ ...event.detail }));
    return dispatch.call(this, event);
  };
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (...given) {
    noted.events.push(text(given[0]));
    return post.apply(this, given);
  };
  const failure = (error) => [String(error), error?.stack, String(error?.cause), text(error)].join();
  addEventListener("error", ({ message, error }) => noted.errors.push(message + failure(error)));
  addEventListener("unhandledrejection", ({ reason }) => noted.errors.push(failure(reason)));
  addEventListener("cardlet-error", ({ detail }) => noted.errors.push(failure(detail)));
  const copied = (value) => void noted.clipboard.push(String(value));
  for (const name of ["write", "writeText"]) {
    const clipboard = globalThis.Clipboard?.prototype;
    if (clipboard) clipboard[name] = async (value) => copied(value);
  }
  const setData = DataTransfer.prototype.setData;
  DataTransfer.prototype.setData = function (type, value) { copied(value); return setData.call(this, type, value) };
})()`;

/** What stays in a document, by sink. A field's own text is no attribute and no markup. */
const SWEEP = `(async () => {
  const roots = [document];
  for (let at = 0; at < roots.length; at++)
    for (const element of roots[at].querySelectorAll("*")) if (element.shadowRoot) roots.push(element.shadowRoot);
  const elements = roots.flatMap((root) => [...root.querySelectorAll("*")]);
  const stored = (storage) => { try { return JSON.stringify({ ...storage() }) } catch { return "" } };
  const database = async () => {
    const found = [];
    for (const { name } of await indexedDB.databases()) {
      found.push(name);
      const open = await new Promise((resolve) => (indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result)));
      for (const store of open.objectStoreNames) {
        const all = open.transaction(store).objectStore(store).getAll();
        found.push(store, JSON.stringify(await new Promise((resolve) => (all.onsuccess = () => resolve(all.result)))));
      }
      open.close();
    }
    return found.join();
  };
  const cached = async () => {
    const found = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) found.push(name, request.url, await (await cache.match(request)).text());
    }
    return found.join();
  };
  const forms = [...document.forms].map((form) => JSON.stringify([...new FormData(form)]));
  return {
    events: taint.events.join(), errors: taint.errors.join(), clipboard: taint.clipboard.join(),
    attributes: elements.flatMap(({ attributes }) => [...attributes].map(({ value }) => value)).join("\\n"),
    dataset: elements.map(({ dataset }) => JSON.stringify({ ...dataset })).join(),
    localStorage: stored(() => localStorage), sessionStorage: stored(() => sessionStorage),
    IndexedDB: await database().catch(() => ""), Cache: await cached().catch(() => ""),
    cookies: (() => { try { return document.cookie } catch { return "" } })(),
    URL: location.href, "history.state": JSON.stringify(history.state), "window.name": window.name,
    Referer: document.referrer,
    performance: JSON.stringify(performance.getEntries()),
    "form data": forms.join(),
    DOM: roots.map((root) => (root.documentElement ?? root).outerHTML ?? root.innerHTML).join("\\n"),
  };
})()`;

export interface TaintScan {
  /** The sinks that hold digits of the number or the code now, or held them since the start, in the page or in a frame. */
  tainted(): Promise<Sink[]>;
  /** Every request since the start, of the page and of its frames. */
  readonly requests: readonly Request[];
}

/** Does the text hold digits of the card that this sink may not hold? */
export function isTainted(sink: Sink, text: string, { number, cvc, bin }: Secrets): boolean {
  // A message is a text within a text.
  const told =
    bin && sink === "events" ? text.replace(RegExp(`\\\\?"bin\\\\?":\\\\?"${bin}\\\\?"`, "g"), "") : text;
  // The code of a performance entry's name is one; its numbers are times and sizes, which may be any.
  const named = sink === "performance" ? told.replace(/(?<=":)[\d.e+-]+/g, "") : told;
  return findRuns(Buffer.from(told), number, RUN).length > 0 || holdsCode(named, cvc);
}

/** Watches a tab from its next page on. */
export async function watchSinks(tab: ChromiumPage, secrets: Secrets): Promise<TaintScan> {
  const { playwright } = tab;
  const said: string[] = [];
  const requests: Request[] = [];
  await playwright.addInitScript(RECORDER);
  playwright.on("console", (message) => said.push(message.text()));
  playwright.context().on("request", (request) => requests.push(request));
  const sweep = (frame: Frame) => frame.evaluate(SWEEP) as Promise<Partial<Record<Sink, string>>>;
  return {
    requests,
    async tainted() {
      const swept = await Promise.all(playwright.frames().map(sweep));
      const headers = await Promise.all(requests.map((request) => request.allHeaders()));
      const sent: Partial<Record<Sink, string>> = {
        console: said.join("\n"),
        URL: requests.map((request) => request.url()).join("\n"),
        Referer: headers.map(({ referer = "" }) => referer).join("\n"),
        cookies: headers.map(({ cookie = "" }) => cookie).join("\n"),
      };
      const holds = (sink: Sink) =>
        [sent, ...swept].some((found) => isTainted(sink, found[sink] ?? "", secrets));
      return SINKS.filter(holds);
    },
  };
}

/** What a careless page does: puts the number, or the code, into every sink. */
export function taintAll(number: string): string {
  return `(async () => {
    const number = ${JSON.stringify(number)};
    dispatchEvent(new CustomEvent("order", { detail: { number } }));
    document.body.setAttribute("title", number);
    document.body.dataset.number = number;
    console.log(number);
    setTimeout(() => { throw new Error(number) });
    localStorage.number = sessionStorage.number = number;
    await new Promise((resolve) => {
      const opened = indexedDB.open("cards");
      opened.onupgradeneeded = () => opened.result.createObjectStore("cards", { autoIncrement: true });
      opened.onsuccess = () => {
        const write = opened.result.transaction("cards", "readwrite");
        write.objectStore("cards").add({ number });
        write.oncomplete = () => { opened.result.close(); resolve() };
      };
    });
    await (await caches.open("cards")).put("/" + number, new Response(number));
    document.cookie = "number=" + number;
    history.replaceState({ number }, "", "?number=" + number);
    await fetch("/?from", { referrerPolicy: "unsafe-url" });
    performance.mark(number);
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: "number" });
    input.value = number;
    document.forms[0].append(input);
    window.name = number;
    await navigator.clipboard.writeText(number);
    document.body.append(number);
    await new Promise((resolve) => setTimeout(resolve));
  })()`;
}
