/** The checkout: the form's submit goes to the merchant's server, and the panels below show what it did. */

import type { CardletCard } from "../../element.ts";
import type { CardletError } from "../../errors.ts";
import { readConfig } from "../shared/config.ts";
import { type Answer, Merchant } from "../shared/merchant.ts";
import { byId, write } from "../shared/page.ts";
import { defineCard, isFramed, nameSwitch, place } from "../shared/placement.ts";
import { showReceived } from "../shared/received-panel.ts";
import { cardName, TokenPanel } from "../shared/token-panel.ts";
import { inWords } from "../shared/words.ts";

const form = byId<HTMLFormElement>("checkout");
const email = byId<HTMLInputElement>("email");
const pay = byId<HTMLButtonElement>("pay");
const retry = byId<HTMLButtonElement>("retry");
const getToken = byId<HTMLButtonElement>("get-token");
const attach = byId<HTMLButtonElement>("attach");
const card = document.querySelector("cardlet-card") as CardletCard;
const panel = new TokenPanel();

let merchant: Merchant | null = null;
let isReady = false;
/** What "Try again" does. */
let again: () => void = () => {};
/** Is an order on its way? */
let isOrdering = false;
/** Does the token that is being made belong to the panel's button, and not to a payment? */
let isTokenOnly = false;
/** The token of an order that nobody answered. */
let unanswered: FormDataEntryValue | null = null;
/** The tokens that the merchant's server has answered to. */
const attached = new Set<string>();

// --- settings

async function configure(): Promise<void> {
  try {
    const config = await readConfig();
    const account = config.providers.find(({ provider }) => provider === config.provider);
    if (account) place(card, account);
    merchant = new Merchant(config.merchant);
    if (isFramed) await defineCard();
    await showReceived(merchant);
  } catch {
    trouble("The shop does not answer.", configure);
  }
}

// --- the payment

form.addEventListener("submit", (event) => {
  // The card form has cancelled the first submit; this is the second one, with the token in the data.
  event.preventDefault();
  placeOrder();
});

async function placeOrder(): Promise<void> {
  if (!merchant || isOrdering) return;
  const fields = Object.fromEntries(new FormData(form));
  if (!fields.paymentToken) return trouble("The card form could not be loaded.", () => location.reload());
  const token = panel.token;
  setBusy("Paying…");
  const answer = await send(fields);
  if (!answer) {
    // The order may have arrived. The token stays, and no server can use it twice.
    unanswered = fields.paymentToken;
    trouble("The shop does not answer. Try again: you won't be charged twice.", () => form.requestSubmit());
  } else if (answer.accepted) {
    write("done-card", token ? cardName(token) : "");
    thank(answer.order, String(fields.email));
  } else if (unanswered === fields.paymentToken) {
    // Another attempt would have another token, and could be the second charge.
    trouble("The shop may have your first order. Look for its receipt before you pay again.", null);
  } else {
    trouble(`The payment was not accepted: ${answer.detail}.`, () => form.requestSubmit());
  }
}

/** Sends an order; null when nobody answered. */
async function send(fields: Record<string, unknown>): Promise<Answer | null> {
  if (!merchant) return null;
  isOrdering = true;
  try {
    const answer = await merchant.order(fields);
    // Whatever the server answered, it may have used the token.
    card.markConsumed();
    attached.add(String(fields.paymentToken));
    tell(answer);
    return answer;
  } catch {
    panel.say("The merchant's server does not answer.", "refused");
    return null;
  } finally {
    isOrdering = false;
    setBusy(null);
    panel.refresh();
    nameAttach();
    showReceived(merchant);
  }
}

function thank(order: string, receipt: string): void {
  write("done-order", order);
  write("done-email", receipt);
  write("announcer", `Payment accepted. Your order is ${order}.`);
  form.reset();
  byId("steps").classList.add("is-done");
  byId("done-title").focus();
}

byId("again").addEventListener("click", () => {
  byId("steps").classList.remove("is-done");
  write("announcer", "");
  email.focus();
});

// --- what the card form tells

card.addEventListener("cardlet-ready", () => {
  isReady = true;
  if (merchant) clearTrouble();
});

card.addEventListener("cardlet-change", ({ detail }) => {
  if (detail.busy && !isTokenOnly) setBusy("Checking the card…");
});

card.addEventListener("cardlet-token", ({ detail }) => {
  panel.show(detail);
  panel.say("");
  nameAttach();
  clearTrouble();
});

card.addEventListener("cardlet-token-expired", () => {
  panel.refresh();
  panel.say("The token's life is over. The next payment gets a new one.");
});

card.addEventListener("cardlet-error", ({ detail }) => {
  setBusy(null);
  // The card form shows what is wrong in a field, and it starts before its settings are there.
  if (detail.field || (detail.type === "configuration" && !merchant)) return;
  panel.say(`cardlet-error ${detail.code}: ${detail.message}.`, "refused");
  trouble(inWords(detail), detail.retryable ? () => tryAgain(detail) : null);
});

function tryAgain(error: CardletError): void {
  // Asking for a token loads what could not be loaded; a form that isn't there can't be submitted.
  if (error.type === "load") card.tokenize().catch(() => {});
  else form.requestSubmit();
}

// --- errors in the form

email.addEventListener("invalid", (event) => {
  event.preventDefault();
  showEmailError(email.validity.valueMissing ? "Enter your e-mail address." : "Check the e-mail address.");
  email.focus();
});

email.addEventListener("input", () => {
  if (email.validity.valid) showEmailError("");
});

form.addEventListener("reset", () => showEmailError(""));

form.addEventListener("invalid", onInvalid, { capture: true });

function onInvalid({ target }: Event): void {
  // A form that has become invalid while the token was made is not submitted.
  setBusy(null);
  // While it loads, the card form says so only here.
  if (target === card && !isReady && retry.hidden) trouble(card.validationMessage, null);
}

function showEmailError(text: string): void {
  write("email-error", text);
  email.ariaInvalid = String(text !== "");
}

function trouble(text: string, next: (() => void) | null): void {
  write("trouble-text", text);
  retry.hidden = !next;
  if (next) again = next;
}

function clearTrouble(): void {
  write("trouble-text", "");
  if (retry === document.activeElement) pay.focus();
  retry.hidden = true;
}

retry.addEventListener("click", () => {
  clearTrouble();
  panel.say("");
  again();
});

/** Shows the button at work. It keeps the focus, and the form sends nothing twice. */
function setBusy(text: string | null): void {
  pay.ariaDisabled = text === null ? null : "true";
  write("pay-text", text ?? "Pay $62.00");
  if (text !== null) clearTrouble();
}

// --- the token panel

getToken.addEventListener("click", async () => {
  const before = panel.token?.id;
  isTokenOnly = true;
  try {
    const token = await card.tokenize();
    panel.say(
      token.id === before
        ? "The same token again: the card has not changed since, and nobody has used it."
        : "A new token. The shop's server knows nothing of it yet.",
    );
  } catch (error) {
    const { field, code, message } = error as CardletError;
    panel.say(field ? `Type a card first: ${code}.` : `${code}: ${message}.`, "refused");
    if (!field) return;
    card.validate();
    card.focus(field);
  } finally {
    isTokenOnly = false;
  }
});

attach.addEventListener("click", () => {
  const { token } = panel;
  if (token && !isOrdering && !card.state.busy) send({ paymentToken: token.id });
});

/** What the server made of the token, in words. */
function tell(answer: Answer): void {
  if (answer.accepted) panel.say(`${answer.status}: the token has become ${answer.instrument}.`, "good");
  else panel.say(`${answer.status} ${answer.title}: ${answer.detail}.`, "refused");
}

function nameAttach(): void {
  const { token } = panel;
  attach.disabled = !token;
  write("attach", token && attached.has(token.id) ? "Attach again" : "Attach");
}

nameSwitch();
// In the page the card form need not wait for the shop's answer.
if (!isFramed) void defineCard();
configure();
