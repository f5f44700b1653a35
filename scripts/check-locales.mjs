// Looks for faults in the languages' files, and says which were read by someone who speaks the language.

import { faults } from "./locales/faults.mjs";
import { locales, readLocale } from "./locales/files.mjs";
import { rulesOf } from "./locales/rules.mjs";

const english = readLocale("en");
// English is compared with nothing but the keys of the code, which the type check of www/texts.ts does.
const found = locales()
  .filter((name) => name !== "en")
  .flatMap((name) => faults(readLocale(name), english, rulesOf(name)).map((fault) => `${name}: ${fault}`));

for (const fault of found) console.error(fault);
if (found.length > 0) process.exit(1);
const reviewed = locales().filter((name) => readLocale(name).reviewed);
console.log(`${locales().length} languages, read by a speaker: ${reviewed.join(" ") || "none"}`);
