/** Measures everything in Chromium and prints the tables. */

import type { Page } from "playwright-core";
import { launch } from "../tests/e2e/support/engine.ts";
import { page as markup, startPages } from "../tests/e2e/support/pages.ts";
import { bundlePage } from "./bundle.ts";
import { keystrokes } from "./keystrokes.ts";
import { keystrokeReport, throughputReport } from "./report.ts";
import type { Throughput } from "./throughput.ts";

const script = await bundlePage();
const pages = await startPages(
  { "/": markup('<script type="module" src="/bench.js"></script>') },
  {
    // An isolated page's clock ticks every 5 µs instead of every 100.
    headers: {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    },
    intercept(path, response) {
      if (path !== "/bench.js") return false;
      response.writeHead(200, { "content-type": "text/javascript; charset=utf-8" }).end(script);
      return true;
    },
  },
);
const engine = await launch("chromium");
try {
  const page = await open();
  console.log(await throughputReport(await page.evaluate<Throughput[]>("bench.throughput()")));
  await page.close();
  console.log(await keystrokeReport(await keystrokes(open)));
} finally {
  await engine.close();
  await pages.close();
}

async function open(): Promise<Page> {
  const { playwright: page } = await engine.newPage();
  page.on("pageerror", (error) => console.error(error));
  await page.goto(pages.url);
  await page.waitForFunction("globalThis.bench && crossOriginIsolated");
  return page;
}
