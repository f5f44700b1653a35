// Puts the languages where an example's page finds them: a bundler can't know which of them a page will ask for.
import { cpSync } from "node:fs";

cpSync("node_modules/cardlet/dist/locales", "public/locales", { recursive: true });
