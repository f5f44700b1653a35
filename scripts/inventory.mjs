// Writes inventory.json: every script of the package with why it is there, for the inventories that PCI DSS
// asks for (6.4.3) and as what a page is to be compared with (11.6.1).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { integrity } from "./integrity.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Why each of them is there, and which page loads it. */
const PURPOSES = {
  "cardlet.js": ["payment page", "the card form <cardlet-card>, in one file"],
  "cardlet.wasm": ["payment page", "checks the card and posts it to the tokenization endpoint"],
  "define.js": ["payment page", "the card form <cardlet-card>, in parts"],
  "element.js": ["payment page", "the card form's class, for a tag of another name"],
  "index.js": ["payment page", "checks and formats card fields without the form; loads the module"],
  "hosted.js": ["payment page", "shows the frame of hosted fields and passes its token on"],
  "frame.js": ["hosted frame", "the card form inside the frame, and the frame's side of the messages"],
  "frame.wasm": [
    "hosted frame",
    "checks the card and posts it to the tokenization endpoint; reads the messages",
  ],
  "return.js": ["Keap's return page", "tells the form, in the frame around it, how Keap has answered"],
};

/** Writes the inventory of the scripts and modules in a folder. */
export function writeInventory(folder) {
  const { name, version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const files = readdirSync(folder)
    .filter((file) => /\.(js|wasm)$/.test(file))
    .sort();
  const sources = new Map(files.map((file) => [file, readFileSync(join(folder, file))]));
  const scripts = files.map((file) => {
    const [page, purpose] = PURPOSES[file] ?? partOf(file, sources);
    const bytes = sources.get(file);
    return { file, page, purpose, integrity: integrity(bytes), bytes: bytes.length };
  });
  const inventory = `${JSON.stringify({ package: name, version, scripts }, null, 2)}\n`;
  writeFileSync(join(folder, "inventory.json"), inventory);
}

/** A chunk is part of the scripts that import it. */
function partOf(file, sources) {
  const users = [...sources.keys()].filter((other) => sources.get(other).includes(`"./${file}"`));
  if (users.length === 0) throw new Error(`scripts/inventory.mjs has no purpose for ${file}`);
  return ["payment page", `part of ${users.join(", ")}`];
}
