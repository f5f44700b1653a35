import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import refused from "../../fixtures/rebilly/invalid-fields.json" with { type: "json" };
import created from "../../fixtures/rebilly/token-created.json" with { type: "json" };
import { Card } from "./card.ts";
import type { ChromiumEngine, ChromiumPage } from "./engines/chromium.ts";
import { type FakeAnswer, type FakeApi, startFakeApi } from "./fake-api.ts";
import { type FrameServer, type FrameServerOptions, startFrameServer } from "./frame-server.ts";
import { type Account, defaultAccount, type Pages } from "./pages.ts";
import { retry } from "./retry.ts";
import { type CardTag, type ShopOptions, startShop } from "./shop.ts";
import { openTab } from "./tab.ts";

/** A merchant's page with a card form, open in a browser, and the API that it sends cards to. */
export interface Checkout {
  readonly api: TokenApi;
  readonly pages: Pages;
  readonly tab: ChromiumPage;
  readonly card: Card;
  /** The frame's server, in hosted mode. */
  readonly frames: FrameServer | undefined;
  /** Waits until a form was posted and its answer is shown, and gives the fields of the newest. */
  posted(): Promise<[name: string, value: string][]>;
  /** Clicks the button of a page with `RECORD`, and gives the token that its handler has seen. */
  submit(): Promise<string | null>;
  /** The token in the data of the form. */
  value(): Promise<string | null>;
}

/** An API that mints `tok_1`, `tok_2` and so on, unless a test says otherwise. */
export interface TokenApi extends FakeApi {
  /** Answers the next request like this. */
  next(answer: FakeAnswer | Promise<FakeAnswer>): void;
  /** Keeps answers back from now on, until the function that it gives is called. */
  hold(): () => void;
  /** Ends every connection without an answer from now on, until the function that it gives is called. */
  drop(): () => void;
  /** Waits until so many cards have arrived. */
  received(count: number): Promise<void>;
}

export interface CheckoutOptions extends Partial<Omit<ShopOptions, "account">> {
  /** What differs from the sandbox's default account. */
  account?: Partial<Account>;
  /** Prepares the tab before the checkout is opened in it. */
  prepare?: (tab: ChromiumPage) => Promise<unknown>;
  /** Return before the module has arrived? */
  early?: boolean;
}

/** Posts to `/order`: `item`, `paymentToken`, and `go` of the button. */
export function orderForm(inside: string, attributes = ""): string {
  return `<form action="/order" method="post" ${attributes}><input name="item" value="book">${inside}
    <button name="go" value="pay">Pay</button></form>`;
}

/** A page that posts nothing by itself: `submits` has the token that its handler saw at each submit. */
export const RECORD = `<script>
  globalThis.submits = [];
  globalThis.record = (event) => {
    event.preventDefault();
    submits.push(new FormData(event.target, event.submitter).get("paymentToken"));
  };
  document.forms[0].addEventListener("submit", record);
</script>`;

/** Starts servers of a test's own, and opens the checkout in a tab of its own. */
export async function openCheckout(
  t: TestContext,
  engine: ChromiumEngine,
  { account, body = (card: CardTag) => orderForm(card()), prepare, early, ...options }: CheckoutOptions = {},
): Promise<Checkout> {
  // First, since the browser waits for ever for a page that it was just about to load.
  const tab = await openTab(t, engine);
  const api = await startTokenApi();
  t.after(() => api.close());
  const shop = await startShop({ account: { ...defaultAccount(api.url), ...account }, body, ...options });
  t.after(() => shop.close());
  await prepare?.(tab);
  await tab.goto(shop.url);
  const card = new Card(tab, undefined, options.mode);
  if (!early) await card.ready();
  const { pages, frames } = shop;
  return {
    api,
    pages,
    tab,
    card,
    frames,
    async posted() {
      await tab.waitFor("document.body.textContent === 'posted'");
      return [...(pages.posted.at(-1) ?? [])];
    },
    async submit() {
      const before = await tab.evaluate<number>("submits.length");
      await tab.click("button");
      await tab.waitFor(`submits.length > ${before}`);
      assert.equal(await tab.evaluate("submits.length"), before + 1);
      return tab.evaluate("submits.at(-1)");
    },
    value: () => tab.evaluate("new FormData(document.forms[0]).get('paymentToken')"),
  };
}

/** Starts a frame's server for a page of the test's own, which it knows once that has an address. */
export async function startFrames(
  t: TestContext,
  addresses: () => [page: string, api: string],
  frame: Partial<FrameServerOptions> = {},
): Promise<FrameServer> {
  const frames = await startFrameServer({
    configuration() {
      const [page, endpoint] = addresses();
      return { embedders: { [page]: defaultAccount(endpoint) } };
    },
    ...frame,
  });
  t.after(() => frames.close());
  return frames;
}

async function startTokenApi(): Promise<TokenApi> {
  const answers: (FakeAnswer | Promise<FakeAnswer>)[] = [];
  let gate: Promise<void> | undefined;
  let minted = 0;
  let isDropping = false;
  const fake = await startFakeApi(async () => {
    if (isDropping) return "drop";
    const answer = answers.shift();
    await gate;
    minted += answer === undefined ? 1 : 0;
    return answer ?? minting({ id: `tok_${minted}` });
  });
  return {
    ...fake,
    next: (answer) => void answers.push(answer),
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        gate = undefined;
        release();
      };
    },
    drop() {
      isDropping = true;
      return () => {
        isDropping = false;
      };
    },
    received: (count) => arrived("cards", fake.requests, count),
  };
}

/** The answer that makes a token, with other facts than the fixture's. */
export function minting(facts: { id: string; expirationTime?: string | null }): FakeAnswer {
  const { status, body } = created.response;
  return { status, body: JSON.stringify({ ...body, ...facts }) };
}

/** The answer that refuses one field of the card, such as `cvv`. */
export function refusing(field: string): FakeAnswer {
  const { status, body } = refused.response;
  const invalidFields = [{ field: `paymentInstrument.${field}`, message: "is refused" }];
  return { status, body: JSON.stringify({ ...body, invalidFields }) };
}

async function arrived(what: string, list: readonly unknown[], count: number): Promise<void> {
  await retry(`${count} ${what}`, 20_000, async () => {
    if (list.length !== count) throw new Error(`${list.length} so far`);
  });
}
