import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { after, type TestContext, test } from "node:test";
import en from "../../www/locales/en.json" with { type: "json" };
import { hearAnnouncements } from "./support/announcements.ts";
import { axeFindings } from "./support/axe.ts";
import {
  type Checkout,
  type CheckoutOptions,
  openCheckout,
  orderForm,
  refusing,
} from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { MODE } from "./support/mode.ts";
import { retry } from "./support/retry.ts";

const FOLDER = new URL("../../www/locales/", import.meta.url);
const LOCALES = await Promise.all(
  (await readdir(FOLDER)).map(async (name) => [
    name,
    JSON.parse(await readFile(new URL(name, FOLDER), "utf8")),
  ]),
);

const engine = await launch("chromium");
after(() => engine.close());

interface State {
  /** Attributes of the element and of what is around it. */
  card?: string;
  main?: string;
  options?: CheckoutOptions;
  /** Brings the form into the state. */
  enter?: (checkout: Checkout) => Promise<unknown>;
}

const FIELDS = 'fields="number expiry cvc name" name="paymentToken"';

const ADDRESS = 'fields="number expiry cvc name postalCode country" name="paymentToken"';

/** Enters a whole card, with the name. */
async function fillAll({ card }: Checkout) {
  await card.fill();
  await card.type("name", "Ada Lovelace");
}

const validate = ({ card }: Checkout) => card.ask("void card.validate()");
const isState = ({ tab }: Checkout, state: string) =>
  tab.waitFor(`document.querySelector("cardlet-card").matches(":state(${state})")`);

/** A module, or a frame, that is not there. */
const missing = (path: string, response: ServerResponse) => {
  const isIt = /frame\.html$|cardlet\.wasm$/.test(path);
  if (isIt) response.writeHead(404).end();
  return isIt;
};

/** The states that a card form can be in, as people meet them. */
const STATES: Record<string, State> = {
  empty: {},
  focused: { enter: ({ card }) => card.enter("number") },
  typing: { enter: ({ card }) => card.type("number", "41111") },
  valid: { enter: fillAll },
  "every field missing": { enter: validate },
  "a wrong number": {
    async enter({ card, tab }) {
      await card.type("number", "4111111111111112");
      await tab.press("Tab");
    },
  },
  expired: {
    async enter({ card, tab }) {
      await card.type("expiry", "1220");
      await tab.press("Tab");
    },
  },
  refused: {
    async enter(checkout) {
      const { api, card, tab } = checkout;
      api.next(refusing("cvv"));
      await fillAll(checkout);
      await tab.click("button");
      await retry("the code is refused", 20_000, async () => assert.notEqual(await card.error("cvc"), ""));
    },
  },
  busy: {
    async enter(checkout) {
      checkout.api.hold();
      await fillAll(checkout);
      await checkout.tab.click("button");
      await isState(checkout, "busy");
    },
  },
  "a box to save the card": { card: `${FIELDS} consent="Save this card"` },
  "a choice of brands": {
    options: {
      account: {
        provider: "checkout",
        publicKey: "pk_sbox_cardletsandboxdemopublickey",
        organization: undefined,
      },
    },
    async enter({ card }) {
      await card.type("number", "4556620000000005");
      await retry("the brands are on offer", 20_000, async () =>
        assert.equal(await card.inside(".cardlet-choice", "part.checkVisibility()"), true),
      );
    },
  },
  success: {
    async enter(checkout) {
      await fillAll(checkout);
      assert.equal((await checkout.card.tokenize()).id, "tok_1");
    },
  },
  disabled: { card: `${FIELDS} disabled` },
  "right to left": { main: 'lang="ar" dir="rtl"', enter: validate },
  dark: {
    main: 'style="color-scheme: dark; background: #12151f; color: #eef1f8"',
    async enter(checkout) {
      await validate(checkout);
      // A frame lets the page's background through, which axe-core can't see from inside.
      if (MODE === "hosted") await checkout.card.among("void (document.body.style.background = '#12151f')");
    },
  },
  "one row": { card: `${FIELDS} layout="inline"`, enter: validate },
  compact: { card: `${FIELDS} layout="compact"`, enter: validate },
  "floating labels": {
    card: `${FIELDS} labels="floating"`,
    enter: ({ card }) => card.type("number", "4111"),
  },
  "an address missing": { card: `${ADDRESS} required`, enter: validate },
  "an address chosen": {
    card: `${ADDRESS} labels="floating"`,
    async enter({ card }) {
      await card.ask('void card.configure({ billingAddress: { country: "DE" } })');
      await card.type("postalCode", "10115");
      assert.equal(await card.value("country"), "DE");
    },
  },
  "soft theme": { card: `${FIELDS} theme="soft"`, enter: validate },
  "plain theme": { card: `${FIELDS} theme="plain"`, enter: validate },
  "theme of contrast": { card: `${FIELDS} theme="contrast"`, enter: validate },
  "loading failed": {
    card: 'required name="paymentToken"',
    options: { early: true, intercept: missing, frame: { intercept: missing } },
    enter: ({ tab }) =>
      tab.waitFor(`document.querySelector("cardlet-card:defined:not(:state(loading))")`, 15_000),
  },
};

/** Opens a form in a state, in a page that has what a page should have. */
async function openState(t: TestContext, { card = `${FIELDS} required`, main = "", options, enter }: State) {
  const checkout = await openCheckout(t, engine, {
    body: (tag) => `<style>[name=item], button { min-block-size: 2em }</style>
      <main ${main}><h1>Order</h1>${orderForm(tag(card)).replace("<input", '<input aria-label="Item"')}</main>`,
    ...options,
  });
  await enter?.(checkout);
  return checkout;
}

for (const [name, state] of Object.entries(STATES)) {
  test(`axe-core finds nothing in the state: ${name}`, async (t) => {
    const { tab, card } = await openState(t, state);
    const hasFrame = MODE === "hosted" && name !== "loading failed";
    for (const { passes, violations } of await axeFindings(tab, card, hasFrame)) {
      assert.deepEqual(violations, []);
      assert.ok(passes > 10, `only ${passes} rules had something to look at`);
    }
  });
}

test("axe-core would find a field without a name", async (t) => {
  const { tab, card } = await openState(t, {});
  await card.among(`void root.querySelector("label").remove()`);
  const [last] = (await axeFindings(tab, card, MODE === "hosted")).slice(-1);
  assert.match(String(last?.violations), /label[\w-]*: <input class="cardlet-input"/);
});

/** A field as a screen reader is told of it. */
interface Node {
  name: string;
  description: string;
  [state: string]: unknown;
}

/** The text fields of the accessibility tree, where the fields are. */
async function tree({ tab }: Checkout): Promise<Node[]> {
  const { playwright } = tab;
  const frame = playwright.frames().find((frame) => frame.url().includes("frame.html"));
  const session = await playwright.context().newCDPSession(MODE === "hosted" && frame ? frame : playwright);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes
    .filter(({ role, ignored }) => role?.value === "textbox" && !ignored)
    .map(({ name, description, properties = [] }) => {
      const states = properties.filter(({ name }) => /^(invalid|required|disabled|readonly)$/.test(name));
      return {
        name: name?.value,
        description: description?.value ?? "",
        ...Object.fromEntries(states.map(({ name, value }) => [name, value.value])),
      };
    })
    .filter(({ name }) => name !== "Item");
}

const EXPIRY = en["hint.expiry"];
const CODE = en["hint.cvc"];
const CALM = { invalid: "false", readonly: false, required: true };

/** What the tree says of each field in a state: its name, its description and what differs from a calm field. */
const TREES: [state: string, descriptions: string[], differs: object][] = [
  ["empty", ["", EXPIRY, CODE, ""], {}],
  [
    "every field missing",
    [
      en.incomplete_number,
      `${EXPIRY} ${en.incomplete_expiry}`,
      `${CODE} ${en.incomplete_cvc}`,
      en.incomplete_name,
    ],
    { invalid: "true" },
  ],
  ["valid", ["Visa", EXPIRY, CODE, ""], {}],
  ["busy", ["Visa", EXPIRY, CODE, ""], { readonly: true }],
  ["disabled", ["", EXPIRY, CODE, ""], { required: false, disabled: true }],
];

test("the accessibility tree has each field with its name, its description and its state", async (t) => {
  const names = [en["label.number"], en["label.expiry"], en["label.cvc"], en["label.name"]];
  for (const [state, descriptions, differs] of TREES) {
    const checkout = await openState(t, STATES[state] as State);
    const expected = names.map((name, i) => ({ name, description: descriptions[i], ...CALM, ...differs }));
    await retry(`the tree of: ${state}`, 20_000, async () =>
      assert.deepEqual(await tree(checkout), expected, state),
    );
  }
});

test("brand, error, wait and success are each announced once", async (t) => {
  const checkout = await openState(t, { card: 'name="paymentToken" required' });
  const { tab, card } = checkout;
  const announced = await hearAnnouncements(card);
  const heard = (expected: string[]) =>
    retry(`${expected} was announced`, 20_000, async () => assert.deepEqual(await announced(), expected));
  const role = await card.inside(".cardlet-announcer", "part.role");
  assert.equal(role, "status", "which is polite");
  await card.type("number", "4111111111111112");
  await heard(["Visa"]);
  await tab.press("Tab");
  await heard(["Visa", en.invalid_number]);
  await card.refill({ number: "4111111111111111", expiry: "1235", cvc: "123" });
  await heard(["Visa", en.invalid_number]);
  await card.tokenize();
  await heard(["Visa", en.invalid_number, en["status.busy"], en["status.done"]]);
});

test("what is announced while the fields wait is not a part of what waits", async (t) => {
  const { card } = await openState(t, STATES.busy as State);
  const waits = (part: string) => card.inside<boolean>(part, "part.closest('[aria-busy=true]') !== null");
  assert.deepEqual([await waits(".cardlet-number"), await waits(".cardlet-announcer")], [true, false]);
});

test("every target is 24 pixels and more, in every layout", async (t) => {
  for (const state of ["empty", "one row", "compact", "floating labels"]) {
    const { card } = await openState(t, STATES[state] as State);
    const sizes = await card.eachInput<[number, number]>(
      "(({ width, height }) => [width, height])(input.getBoundingClientRect())",
    );
    assert.equal(sizes.length, 4);
    for (const size of sizes) assert.ok(Math.min(...size) >= 24, `${state}: ${size}`);
  }
});

test("forced colours show the focus and what is wrong, without a colour of ours", async (t) => {
  const checkout = await openState(t, {
    ...STATES["every field missing"],
    options: { prepare: ({ playwright }) => playwright.emulateMedia({ forcedColors: "active" }) },
  });
  const { card } = checkout;
  const outline = (name: string) =>
    card.inside<string>(
      `.cardlet-${name} .cardlet-control`,
      "(({ outlineStyle, outlineWidth }) => outlineStyle + ' ' + outlineWidth)(getComputedStyle(part))",
    );
  assert.equal(await outline("number"), "solid 2px");
  await card.fill();
  await card.type("name", "Ada");
  assert.match(await outline("number"), /^none/);
  assert.equal(await outline("name"), "solid 2px");
  await card.ask('void card.setError("name", "not here")');
  assert.equal(await outline("name"), "solid 3px");
  const colour = await card.inside(".cardlet-name .cardlet-control", "getComputedStyle(part).outlineColor");
  assert.doesNotMatch(String(colour), /^rgba\(.*, 0\)$/, "it can be seen");
});

test("with reduced motion nothing moves", async (t) => {
  const { card } = await openState(t, {
    card: `${FIELDS} labels="floating"`,
    options: { prepare: ({ playwright }) => playwright.emulateMedia({ reducedMotion: "reduce" }) },
  });
  const moving = await card.among<number>(
    `[...root.querySelectorAll("*")].filter((part) =>
      /[1-9]/.test(getComputedStyle(part).transitionDuration + getComputedStyle(part).animationDuration)).length`,
  );
  assert.equal(moving, 0);
});

test("in 320 pixels, as at 400 % zoom, and on a phone nothing is cut off in any language", async (t) => {
  for (const width of [320, 375]) {
    const { tab, card } = await openState(t, {
      card: `${ADDRESS} required`,
      options: {
        prepare: ({ playwright }) => playwright.setViewportSize({ width, height: 800 }),
      },
    });
    assert.equal(await tab.evaluate("document.documentElement.scrollWidth"), width);
    for (const [name, texts] of LOCALES) {
      const cut = await card.among(
        `(() => {
          const texts = ${JSON.stringify(texts)};
          const cut = [];
          for (const code of Object.keys(texts)) {
            const field = code.match(/^(?:label\\.|(?:in\\w+|unsupported|card_number_in)_)(number|expiry|cvc|name|brand|postalCode|postal_code|country)/)?.[1];
            const place = { brand: "number", postal_code: "postalCode" }[field] ?? field;
            const box = root.querySelector(".cardlet-" + place);
            if (!field || !box) continue;
            const part = box.querySelector(code.startsWith("label.") ? ".cardlet-label" : ".cardlet-error");
            const before = [part.textContent, box.getBoundingClientRect().height];
            part.textContent = texts[code];
            const isError = part.matches(".cardlet-error");
            const isCut = (isError && part.scrollHeight > part.clientHeight + 1) || part.scrollWidth > part.clientWidth + 1;
            if (isCut || box.getBoundingClientRect().height > before[1]) cut.push(code);
            part.textContent = before[0];
          }
          return cut;
        })()`,
      );
      assert.deepEqual(cut, [], `${name} in ${width} pixels`);
    }
  }
});
