/** The card form's events as a list. */

import { byId } from "../shared/page.ts";

const NAMES = ["ready", "change", "token", "token-expiring", "token-expired", "error"];
const MOST = 200;

/** Lists the events of every card form inside an element. */
export function listEvents(place: HTMLElement): void {
  for (const name of NAMES) place.addEventListener(`cardlet-${name}`, (event) => add(event as CustomEvent));
}

function add({ type, detail }: CustomEvent): void {
  const item = document.createElement("li");
  const isError = type === "cardlet-error";
  item.append(cell("time", now()), cell("span", type, isError ? "is-bad" : ""));
  item.append(cell("span", inShort(type, detail), "detail"));
  const list = byId("events");
  list.prepend(item);
  if (list.children.length > MOST) list.lastElementChild?.remove();
}

/** What a detail says, in a line. */
function inShort(type: string, detail: unknown): string {
  const facts = detail as Record<string, unknown> | null;
  if (!facts) return "null";
  if (type === "cardlet-error") {
    const names = ["code", "field", "option", "status", "retryable", "retryAfterMs", "providerCode"];
    return named(facts, names);
  }
  if (type === "cardlet-change") return named(facts, ["brand", "complete", "busy", "last4"]);
  return named(facts, ["id", "expirationTime", "expirationSource"]);
}

function named(facts: Record<string, unknown>, names: string[]): string {
  const present = names.filter((name) => facts[name] !== undefined);
  return present.map((name) => `${name}: ${facts[name]}`).join(", ");
}

function cell(tag: "time" | "span", text: string, className = ""): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

function now(): string {
  return new Date(Date.now()).toLocaleTimeString("en", { hourCycle: "h23" });
}
