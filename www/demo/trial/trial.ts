/** The free trial: contact details, then the card, whose submission token is got at the last moment. */

import type { CardletCard } from "../../element.ts";
import type { CardletError } from "../../errors.ts";
import { type Config, readConfig } from "../shared/config.ts";
import { showError, watchErrors } from "../shared/field-errors.ts";
import { Merchant } from "../shared/merchant.ts";
import { byId, write } from "../shared/page.ts";
import { defineCard, nameSwitch, place } from "../shared/placement.ts";
import { showReceived } from "../shared/received-panel.ts";
import { SandboxControl } from "../shared/sandbox.ts";
import { cardName } from "../shared/token-panel.ts";
import { wireRows } from "../shared/wire-panel.ts";
import { inWords } from "../shared/words.ts";
import { SubmissionPanel, writeTime } from "./submission-panel.ts";

const TITLES = {
  contact: "Who are we writing to?",
  trial: "How will you pay after the trial?",
  done: "Your trial has begun",
} as const;

type Step = keyof typeof TITLES;

/** Where a form is posted under a token, and where its redirect leads. */
type Urls = { successUrl: string; failureUrl: string };

const contactForm = byId<HTMLFormElement>("contact");
const trialForm = byId<HTMLFormElement>("trial");
const email = byId<HTMLInputElement>("email");
const retry = byId<HTMLButtonElement>("retry");
const tooEarly = byId<HTMLInputElement>("early");
const card = document.querySelector("cardlet-card") as CardletCard;
const panel = new SubmissionPanel();

let merchant: Merchant | null = null;
let sandbox: SandboxControl | null = null;
let contact: number | null = null;
/** What "Try again" does. */
let again: () => void = () => {};
let isOrdering = false;

// --- settings

async function start(): Promise<void> {
  writeTime("time-opened");
  try {
    const config = await readConfig();
    place(card, keapOf(config));
    merchant = new Merchant(config.merchant);
    sandbox = new SandboxControl(config.api);
    await defineCard();
    card.configure({ fetchSubmissionToken });
    await look();
  } catch {
    write("contact-trouble", "The shop does not answer. Load the page again.");
  }
}

function keapOf({ providers }: Config) {
  const account = providers.find(({ provider }) => provider === "keap");
  if (!account) throw new Error("the sandbox has no Keap");
  return account;
}

/** The card form calls this when it is submitted, and only then. */
async function fetchSubmissionToken(urls: Urls): Promise<string> {
  if (!merchant || contact === null) throw new Error("nobody has signed up");
  panel.asked(contact);
  const id = await merchant.submissionToken({ contactId: contact, ...urls });
  panel.came(id);
  if (tooEarly.checked) {
    tooEarly.checked = false;
    await pass31Minutes();
  }
  return id;
}

/** Brings the panels up to date. */
async function look(): Promise<void> {
  if (!merchant || !sandbox) return;
  const [entries] = await Promise.all([sandbox.log(), showReceived(merchant)]);
  byId("wire").replaceChildren(...wireRows(entries));
  byId("wire-empty").hidden = entries.length > 0;
}

// --- step one

contactForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!contactForm.checkValidity() || !merchant) return;
  write("contact-trouble", "");
  try {
    // Back and forth makes no second contact.
    contact ??= await merchant.createContact(Object.fromEntries(new FormData(contactForm)));
    go("trial");
    writeTime("time-step-two");
  } catch {
    write("contact-trouble", "The shop does not answer. Nothing you typed is lost: try again.");
  }
  await look();
});

watchErrors(contactForm, {
  name: () => "Enter your name.",
  email: ({ validity }) =>
    validity.valueMissing ? "Enter your e-mail address." : "Check the e-mail address.",
});

byId("back").addEventListener("click", () => go("contact"));

/** Shows a step. */
function go(step: Step): void {
  for (const id of Object.keys(TITLES)) byId(id).hidden = id !== step;
  const [one, two] = byId("progress").children;
  const isFirst = step === "contact";
  one?.classList.toggle("is-done", !isFirst);
  two?.classList.toggle("is-done", step === "done");
  mark(one, isFirst);
  mark(two, step === "trial");
  write("step-title", TITLES[step]);
  byId("step-title").focus();
}

function mark(item: Element | undefined, isCurrent: boolean): void {
  if (item) item.ariaCurrent = isCurrent ? "step" : null;
}

// --- step two

watchErrors(trialForm, { terms: () => "Tick the box to start the trial." });

trialForm.addEventListener("submit", (event) => {
  // The card form has cancelled the first submit; this is the second one, with the token in the data.
  event.preventDefault();
  placeOrder();
});

async function placeOrder(): Promise<void> {
  const { paymentToken } = Object.fromEntries(new FormData(trialForm));
  if (!merchant || isOrdering || !paymentToken) return;
  const paidWith = card.token ? cardName(card.token) : "";
  isOrdering = true;
  setBusy("Starting your trial…");
  try {
    const answer = await merchant.order({ provider: "keap", paymentToken });
    // Whatever the server answered, it may have used the token.
    card.markConsumed();
    if (answer.accepted) {
      write("done-order", answer.order);
      write("done-card", paidWith);
      write("done-email", email.value);
      write("announcer", `Your trial has begun. Your order is ${answer.order}.`);
      trialForm.reset();
      go("done");
    } else {
      trouble("The card was not accepted. Nothing was charged. Try another one.", null);
    }
  } catch {
    // The token stays, and no server can use it twice.
    trouble("The shop does not answer. Try again: you won't be charged twice.", () =>
      trialForm.requestSubmit(),
    );
  } finally {
    isOrdering = false;
    setBusy(null);
    await look();
  }
}

card.addEventListener("cardlet-change", ({ detail }) => {
  if (detail.busy) setBusy("Checking the card…");
});

card.addEventListener("cardlet-token", () => {
  panel.become("used", "Keap has the card under this token; the shop's server charges it by the same name.");
  clearTrouble();
  look();
});

card.addEventListener("cardlet-error", ({ detail }) => {
  setBusy(null);
  if (detail.type === "configuration" && !merchant) return;
  tell(detail);
  look();
});

function tell(error: CardletError): void {
  if (error.code === "submission_token_expired") {
    panel.become("expired", `Keap says “${error.providerCode}” The card form says ${error.code}.`);
  } else if (error.type !== "validation" || error.providerCode) {
    const said = error.providerCode ? `Keap says “${error.providerCode}” ` : "";
    panel.become("refused", `${said}The card form says ${error.code}.`);
  }
  // The card form shows what is wrong in a field.
  if (error.field) return;
  trouble(`${inWords(error)} What you typed is still there.`, error.retryable ? tryAgain : null);
}

function tryAgain(): void {
  if (card.state.complete) trialForm.requestSubmit();
  else card.tokenize().catch(() => {});
}

trialForm.addEventListener("invalid", () => setBusy(null), { capture: true });

function trouble(text: string, next: (() => void) | null): void {
  write("trouble-text", text);
  retry.hidden = !next;
  if (next) again = next;
}

function clearTrouble(): void {
  write("trouble-text", "");
  if (retry === document.activeElement) byId("start").focus();
  retry.hidden = true;
}

retry.addEventListener("click", () => {
  clearTrouble();
  again();
});

/** Shows the button at work. It keeps the focus, and the form sends nothing twice. */
function setBusy(text: string | null): void {
  byId("start").ariaDisabled = text === null ? null : "true";
  write("start-text", text ?? "Start my free trial");
  if (text !== null) clearTrouble();
}

byId("again").addEventListener("click", () => {
  contact = null;
  contactForm.reset();
  showError("terms", "");
  write("announcer", "");
  go("contact");
});

// --- behind the scenes

byId("wait").addEventListener("click", pass31Minutes);

async function pass31Minutes(): Promise<void> {
  try {
    await sandbox?.advance(31);
    panel.refresh();
    write("clock-result", "The sandbox's clock and this page's are 31 minutes on.");
  } catch {
    write("clock-result", "The sandbox does not answer.");
  }
}

nameSwitch();
start();
