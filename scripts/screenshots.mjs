// Takes a picture of each demo page in each theme, light and dark, left to right and right to left, on a phone
// and on a desk, into target/screenshots, and sheets of them side by side: npm run screenshots
// With `-- --readme` it only takes the two of the README, into docs/.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Card, TEST_CARD } from "../tests/e2e/support/card.ts";
import { launch } from "../tests/e2e/support/engine.ts";
import { retry } from "../tests/e2e/support/retry.ts";
import { startSandbox } from "../tests/e2e/support/sandbox.ts";
import arabic from "../www/locales/ar.json" with { type: "json" };

const PAGES = ["checkout", "trial", "playground", "hosted"];
const THEMES = ["", "soft", "plain", "contrast"];
const SCHEMES = ["light", "dark"];
const DIRECTIONS = ["ltr", "rtl"];
const WIDTHS = [375, 1280];

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const engine = await launch("chromium");
const sandbox = await startSandbox();
try {
  if (process.argv.includes("--readme")) await takeReadme();
  else await takeAll();
} finally {
  await engine.close();
  await sandbox.close();
}

async function takeAll() {
  rmSync("target/screenshots", { recursive: true, force: true });
  mkdirSync("target/screenshots", { recursive: true });
  for (const page of PAGES) {
    for (const width of WIDTHS) {
      for (const scheme of SCHEMES) await takeThemes(page, width, scheme);
    }
  }
}

async function takeThemes(page, width, scheme) {
  const shots = [];
  for (const theme of THEMES) {
    for (const direction of DIRECTIONS) {
      const file = `target/screenshots/${[page, width, scheme, theme || "default", direction].join("-")}.png`;
      await take({ page, width, theme, scheme, direction }, file);
      shots.push(file);
    }
  }
  await takeSheet(shots, width, `target/screenshots/sheet-${page}-${width}-${scheme}.png`);
  console.log(`${page} at ${width} px, ${scheme}: ${shots.length} pictures`);
}

async function takeReadme() {
  const look = { page: "checkout", theme: "", direction: "ltr" };
  await take({ ...look, width: 1280, scheme: "light" }, "docs/checkout.png");
  await take(
    { ...look, width: 375, scheme: "dark", theme: "soft", direction: "rtl" },
    "docs/checkout-phone.png",
  );
}

/** A demo with a card half typed, so that brand, an error and the focus are in the picture. */
async function take({ page, width, theme, scheme, direction }, file) {
  const tab = await engine.newPage();
  const { playwright } = tab;
  await playwright.setViewportSize({ width, height: 900 });
  await playwright.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  const isHosted = page === "hosted";
  await tab.goto(`${sandbox.shop.url}/${page}/`);
  if (direction === "rtl") {
    await tab.evaluate(`void Object.assign(document.documentElement, { lang: "ar", dir: "rtl" })`);
  }
  const card = new Card(tab, "cardlet-card", isHosted ? "hosted" : "inline");
  if (theme) {
    await tab.waitFor(`document.querySelector("cardlet-card")`);
    await card.ask(`void card.setAttribute("theme", "${theme}")`);
  }
  await card.ready();
  // A change of language turns the rows of fields round, also in the frame: a click would miss them.
  if (direction === "rtl") {
    await retry("the labels are Arabic", 10_000, async () => {
      const label = await card.inside(".cardlet-expiry label", "part.textContent");
      if (label !== arabic["label.expiry"]) throw new Error(`one is ${label}`);
    });
  }
  if (page === "trial") {
    await tab.click("#name");
    await tab.type("Ada Lovelace");
    await tab.press("Tab");
    await tab.type("ada@example.org");
    await tab.press("Enter");
    await tab.waitFor("!document.querySelector('#trial').hidden");
  }
  await card.refill({ number: TEST_CARD.number, expiry: "0120", cvc: "12" });
  await card.ask("card.scrollIntoView({ block: 'center', behavior: 'instant' })");
  await playwright.screenshot({ path: file, animations: "disabled" });
  await tab.close();
}

/** Pictures side by side, to be looked at in one go. */
async function takeSheet(files, width, file) {
  const tab = await engine.newPage();
  const shown = Math.min(width, 640);
  const images = files.map((name) => {
    const data = readFileSync(name).toString("base64");
    return `<figure><img width="${shown}" src="data:image/png;base64,${data}"><figcaption>${name}</figcaption></figure>`;
  });
  const inARow = width > shown ? 2 : 4;
  await tab.playwright.setViewportSize({ width: inARow * (shown + 16) + 16, height: 900 });
  await tab.playwright.setContent(
    `<style>body { display: flex; flex-flow: row wrap; gap: 16px; font: 12px sans-serif } figure { margin: 0 }</style>${images.join("")}`,
  );
  await tab.playwright.screenshot({ path: file, fullPage: true });
  await tab.close();
}
