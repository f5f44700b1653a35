/** The playground: every provider, card, fault and token type of the sandbox, and what comes of them. */

import type { CardElement } from "../../card-element.ts";
import type { Token } from "../../element.ts";
import type { CardletError } from "../../errors.ts";
import { type Account, type Config, readConfig, type TestCard } from "../shared/config.ts";
import { Merchant, type Refused } from "../shared/merchant.ts";
import { byId, write } from "../shared/page.ts";
import { defineCard, isFramed, nameSwitch, place } from "../shared/placement.ts";
import { SandboxControl } from "../shared/sandbox.ts";
import { TokenPanel } from "../shared/token-panel.ts";
import { wireRows } from "../shared/wire-panel.ts";
import { listEvents } from "./events-panel.ts";
import { type Fault, faults } from "./faults.ts";
import { cardsOf, enter, nameOf } from "./test-cards.ts";

/** Shorter than usual: a fault that shows only by the deadline should not take half a minute. */
const TIMEOUT_SECONDS = "8";

/** What the form may ask for, as people and as the element call it. */
const FIELDS: Readonly<Record<string, string>> = {
  "the card": "number expiry cvc",
  "the card and a name": "number expiry cvc name",
  "the card, a name and an address": "number expiry cvc name postalCode country",
};

const stage = byId("place");
const providerChoice = byId<HTMLSelectElement>("provider");
const typeChoice = byId<HTMLSelectElement>("token-type");
const fieldsChoice = byId<HTMLSelectElement>("fields");
const cardChoice = byId<HTMLSelectElement>("test-card");
const faultChoice = byId<HTMLSelectElement>("fault");
const spend = byId<HTMLButtonElement>("spend");
const consume = byId<HTMLButtonElement>("consume");
const panel = new TokenPanel();

class Playground {
  readonly #config: Config;
  readonly #merchant: Merchant;
  readonly #sandbox: SandboxControl;
  readonly #faults: Fault[];
  #account: Account;
  #cards: readonly TestCard[] = [];
  #card: CardElement;
  /** The tokens that the merchant's server has answered to. */
  readonly #spent = new Set<string>();

  constructor(config: Config, first: Account) {
    this.#config = config;
    this.#merchant = new Merchant(config.merchant);
    this.#sandbox = new SandboxControl(config.api);
    this.#faults = faults(config.api);
    this.#account = first;
    this.#card = this.#newCard();
    fill(
      providerChoice,
      config.providers.map(({ label }) => label),
    );
    fill(fieldsChoice, Object.keys(FIELDS));
    fill(faultChoice, ["none", ...this.#faults.map(({ label }) => label)]);
    this.#listen();
    this.#choose(first);
    this.#look();
  }

  #listen(): void {
    listEvents(stage);
    stage.addEventListener("cardlet-token", ({ detail }) => this.#show(detail));
    stage.addEventListener("cardlet-token-expired", ({ detail }) => this.#show(detail));
    stage.addEventListener("cardlet-error", ({ detail }) => this.#tellFailure(detail));
    providerChoice.addEventListener("change", () => {
      const account = this.#config.providers[providerChoice.selectedIndex];
      if (account) this.#choose(account);
    });
    typeChoice.addEventListener("change", () => this.#card.setAttribute("token-type", typeChoice.value));
    fieldsChoice.addEventListener("change", () => {
      this.#card.fields = FIELDS[fieldsChoice.value] ?? "";
      this.#enter();
    });
    cardChoice.addEventListener("change", () => this.#enter());
    byId("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#tokenize();
    });
    spend.addEventListener("click", () => this.#spend());
    consume.addEventListener("click", () => {
      this.#card.markConsumed();
      this.#refresh();
    });
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-minutes]")) {
      button.addEventListener("click", () => this.#advance(Number(button.dataset.minutes)));
    }
  }

  /** Starts afresh with another provider's account. */
  #choose(account: Account): void {
    this.#account = account;
    this.#cards = cardsOf(account.testCards);
    fill(cardChoice, this.#cards.map(nameOf));
    fill(typeChoice, account.tokenTypes.length > 0 ? account.tokenTypes : ["the provider's only one"]);
    typeChoice.disabled = account.tokenTypes.length === 0;
    this.#card = this.#newCard();
    stage.replaceChildren(this.#card);
    panel.clear();
    write("json", "null");
    write("failure", "");
    this.#refresh();
    this.#enter();
  }

  #newCard(): CardElement {
    const card = document.createElement("cardlet-card");
    place(card, this.#account);
    card.setAttribute("timeout", TIMEOUT_SECONDS);
    card.setAttribute("submit", "manual");
    card.fields = FIELDS[fieldsChoice.value] ?? "";
    const [firstType] = this.#account.tokenTypes;
    if (firstType) card.setAttribute("token-type", firstType);
    card.configure({
      // A frame knows what its account needs.
      ...(isFramed ? {} : this.#account.configure),
      fetchSubmissionToken: (urls) => this.#merchant.submissionToken(urls),
    });
    return card;
  }

  #enter(): void {
    const chosen = this.#cards[cardChoice.selectedIndex];
    // No script can enter anything in a frame.
    if (chosen && !isFramed) enter(this.#card, chosen);
  }

  async #tokenize(): Promise<void> {
    write("failure", "");
    write("get-text", "Getting a token…");
    const fault = this.#faults[faultChoice.selectedIndex - 1];
    try {
      const { pathname } = new URL(this.#account.endpoint);
      if (fault) await this.#sandbox.addFault(pathname, fault.rule);
      this.#show(await this.#card.tokenize());
    } catch (error) {
      this.#card.validate();
      if (!(error instanceof Error && error.name === "CardletError")) write("failure", SILENT);
    } finally {
      write("get-text", "Get a token");
      if (fault) await this.#sandbox.clearFaults().catch(() => {});
      await this.#look();
    }
  }

  #show(token: Token): void {
    if (panel.token !== token) panel.show(token);
    this.#refresh();
  }

  #tellFailure({ type, code, message, retryable }: CardletError): void {
    write("failure", `${type} ${code}: ${message}.${retryable ? " It can be tried again." : ""}`);
  }

  async #spend(): Promise<void> {
    const { token } = panel;
    if (!token) return;
    const { provider } = token;
    const use = token.type === "subscription" ? { use: "subscription" } : {};
    try {
      const answer = await this.#merchant.order({ provider, paymentToken: token.id, ...use });
      // Before the token is marked: what was known of it then tells why it was refused.
      if (answer.accepted) panel.say(`${answer.status}: the order is ${answer.order}.`, "good");
      else panel.say(await inWords(answer, token), "refused");
      this.#card.markConsumed();
      this.#spent.add(token.id);
    } catch {
      panel.say("The merchant's server does not answer.", "refused");
    }
    this.#refresh();
    await this.#look();
  }

  async #advance(minutes: number): Promise<void> {
    try {
      await this.#sandbox.advance(minutes);
      panel.say(`Both clocks are ${minutes} minutes on.`);
    } catch {
      panel.say(SILENT, "refused");
    }
    this.#refresh();
  }

  /** Brings what depends on the token up to date. */
  #refresh(): void {
    const { token } = panel;
    panel.refresh();
    spend.disabled = !token;
    consume.disabled = !token || token.status === "consumed";
    write("spend", token && this.#spent.has(token.id) ? "Spend again" : "Spend");
    if (token) write("json", JSON.stringify({ ...token, status: token.status, cvc: token.cvc }, null, 2));
  }

  /** Brings the list of requests up to date. */
  async #look(): Promise<void> {
    try {
      const entries = await this.#sandbox.log();
      byId("wire").replaceChildren(...wireRows(entries, { withAnswer: true }).reverse());
      byId("wire-empty").hidden = entries.length > 0;
    } catch {
      write("failure", SILENT);
    }
  }
}

const SILENT = "The sandbox does not answer.";

/** What a refusal of the merchant's server means for this token. */
async function inWords({ status, told }: Refused, token: Token): Promise<string> {
  // The built package: the same module as that of a card form in the page, which is loaded already.
  const { explainRejection, init } = (await import(
    "/cardlet/index.js" as string
  )) as typeof import("../../index.ts");
  await init();
  const { code, certain, message } = explainRejection(token.provider, told, token);
  return `${status}: ${code}, ${message}${certain ? "" : " (a guess)"}.`;
}

function fill(choice: HTMLSelectElement, labels: readonly string[]): void {
  choice.replaceChildren(...labels.map((label) => new Option(label)));
}

async function start(): Promise<void> {
  try {
    const [config] = await Promise.all([readConfig(), defineCard()]);
    const [first] = config.providers;
    if (first) new Playground(config, first);
  } catch {
    write("failure", SILENT);
  }
}

nameSwitch();
byId("by-hand").hidden = !isFramed;
start();
