/** Fields in a frame, or in the page for comparison, and a script that tries to read them. */

import { startSkimmer } from "./skimmer.ts";

interface Config {
  frame: string;
  provider: string;
  publicKey: string;
  organization: string;
  endpoint: string;
}

interface Card extends HTMLElement {
  markConsumed(): void;
}

const isInline = new URLSearchParams(location.search).has("inline");
const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

async function start(): Promise<void> {
  const config: Config = await (await fetch("/config.json")).json();
  const card = element<Card>("card");
  const { frame, provider, publicKey, organization, endpoint } = config;
  const attributes = isInline ? { provider, "public-key": publicKey, organization, endpoint } : { frame };
  for (const [name, value] of Object.entries(attributes)) card.setAttribute(name, value);
  if (isInline) card.replaceChildren();
  await import(isInline ? "/cardlet/define.js" : "/cardlet/hosted.js");
}

function explain(): void {
  element("lead").textContent = isInline
    ? "The fields stand in this page. Any script in it can read what is typed: turn the hostile one on and see."
    : "The fields stand in one frame of another origin. This page styles them and hears their state, and can’t " +
      "read a digit: turn the hostile script on and see.";
  const current = document.querySelector(`.modes a[href="/hosted/${isInline ? "?inline" : ""}"]`);
  current?.setAttribute("aria-current", "page");
}

element<HTMLFormElement>("pay").addEventListener("submit", (event) => {
  event.preventDefault();
  const token = new FormData(event.currentTarget as HTMLFormElement).get("paymentToken");
  element("result").textContent = `Token: ${token}`;
  element<Card>("card").markConsumed();
});

element<HTMLInputElement>("switch").addEventListener("change", (event) => {
  const { checked } = event.currentTarget as HTMLInputElement;
  if (checked) startSkimmer(show);
  else location.reload();
});

function show(digits: string, messages: number): void {
  element("digits").textContent = digits || "none";
  element("digits").dataset.count = String(digits.length);
  element("messages").textContent = String(messages);
}

explain();
await start();
