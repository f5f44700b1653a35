import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { type Claim, fenced, hold, instrumented } from "../node/support/examples.ts";
import { openCheckout } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";

const engine = await launch("chromium");
after(() => engine.close());

test("the functions answer in a browser as the contract's example claims", async (t) => {
  const { tab } = await openCheckout(t, engine);
  const contract = await readFile(new URL("../../docs/api.md", import.meta.url), "utf8");
  const [example] = fenced("api", contract);
  assert.ok(example);
  const { source, claims } = instrumented(example.code);
  const body = source
    .replace(/import ({[^}]+}) from "cardlet";/, 'const $1 = await import("/cardlet/index.js");')
    .replace("export default async", "const example = async");
  const seen = await tab.evaluate<Claim[]>(`(async () => {
    ${body}
    const seen = [];
    await example((...claim) => seen.push(claim));
    return seen;
  })()`);
  assert.equal(seen.length, claims);
  for (const claim of seen) hold(...claim);
});
