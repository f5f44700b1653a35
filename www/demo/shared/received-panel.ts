/** What the merchant's server was sent, and how much of it could be a card number. */

import type { Merchant, ReceivedRequest } from "./merchant.ts";
import { byId, write } from "./page.ts";

/** Twelve digits or more, also in groups. */
const LONG_RUN = /\d(?:[ -]?\d){11}/;

/** Asks the server and shows the list. */
export async function showReceived(merchant: Merchant): Promise<void> {
  try {
    show(await merchant.received());
  } catch {
    write("received-hits", "–");
    write("received-text", "The merchant's server does not answer.");
  }
}

function show(requests: ReceivedRequest[]): void {
  const hits = requests.filter(({ body }) => LONG_RUN.test(body)).length;
  const count = requests.filter(({ body }) => body !== "").length;
  const bodies = count === 1 ? "1 request body" : `${count} request bodies`;
  write("received-hits", String(hits));
  write("received-text", `of ${bodies} held 12 or more digits in a row`);
  byId("received-count").classList.toggle("is-bad", hits > 0);
  byId("received-empty").hidden = requests.length > 0;
  byId("received-list").replaceChildren(...requests.map(row).reverse());
}

function row({ method, path, body }: ReceivedRequest): HTMLLIElement {
  const item = document.createElement("li");
  item.className = LONG_RUN.test(body) ? "request is-bad" : "request";
  item.append(line("request-line", `${method} ${path}`), line("request-body", body || "(no body)"));
  return item;
}

function line(className: string, text: string): HTMLParagraphElement {
  const paragraph = document.createElement("p");
  paragraph.className = className;
  paragraph.textContent = text;
  return paragraph;
}
