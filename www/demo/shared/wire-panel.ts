/** What went over the wire: the sandbox's own log, which holds no card number and no code. */

import type { LogEntry } from "./sandbox.ts";

/** The list's rows, the oldest first. */
export function wireRows(entries: readonly LogEntry[], { withAnswer = false } = {}): HTMLLIElement[] {
  return entries.map((entry) => row(entry, withAnswer));
}

function row(entry: LogEntry, withAnswer: boolean): HTMLLIElement {
  const item = document.createElement("li");
  // The log shows a card as its count of digits.
  item.className = /\[1\d digits\]/.test(entry.requestBody) ? "hop has-card" : "hop";
  const way = paragraph("hop-way", wayOf(entry));
  way.append(span("hop-time", new Date(entry.time).toLocaleTimeString("en", { hourCycle: "h23" })));
  item.append(way, paragraph("hop-line", `${entry.method} ${entry.path} → ${entry.status}`));
  const body = call(entry.requestBody) ?? entry.requestBody;
  item.append(paragraph("hop-body", body || "(no body)"));
  if (withAnswer && entry.responseBody) item.append(paragraph("hop-body", `→ ${entry.responseBody}`));
  return item;
}

function wayOf({ server, origin }: LogEntry): string {
  if (server === "merchant") return "Browser → shop's server";
  // Only a browser names the page that asks.
  return origin ? "Browser → payment provider" : "Shop's server → payment provider";
}

/** The name of an XML-RPC call, which says more than its XML. */
function call(body: string): string | undefined {
  return /<methodName>([\w.]+)<\/methodName>/.exec(body)?.[1];
}

function paragraph(className: string, text: string): HTMLParagraphElement {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}

function span(className: string, text: string): HTMLSpanElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}
