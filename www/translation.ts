/**
 * The languages' files. They are data and no code; a hash of the script stands for them, too: it has
 * the hash of their index, which has those of the rest.
 */

/** The hash of `index.json`. */
declare const LOCALES_INTEGRITY: string;

/** Texts of one language, by key. What is missing is the same in English. */
export interface Translation {
  /** BCP 47. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  readonly texts: Readonly<Record<string, string>>;
}

/** What the shell itself holds. */
export const BUILT_IN: Translation = { name: "en", direction: "ltr", texts: {} };

/** The name of a language's file by a tag with a script, with a region, or without either. */
export type LocaleTable = Readonly<Record<string, string>>;

/** What `index.json` holds. */
interface LocaleIndex {
  readonly tags: LocaleTable;
  /** The hash of each file. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** The best name for a BCP 47 tag: by script, by region, then by language; undefined for none of ours. */
export function bestLocale(tag: string, table: LocaleTable): string | undefined {
  // Tags with an underscore are seen in the wild.
  if (!/^[\w-]{2,35}$/.test(tag)) return undefined;
  try {
    const { language, script, region } = new Intl.Locale(tag.replaceAll("_", "-")).maximize();
    return table[`${language}-${script}`] ?? table[`${language}-${region}`] ?? table[language];
  } catch {
    return undefined;
  }
}

/** Loads the texts of the best language for a tag from a folder; rejects when they can't be had. */
export async function loadTranslation(tag: string, folder: URL): Promise<Translation> {
  const { tags, hashes } = await read<LocaleIndex>(folder, "index", LOCALES_INTEGRITY);
  const name = bestLocale(tag, tags);
  if (!name) return BUILT_IN;
  const found = await read<Omit<Translation, "name">>(folder, name, hashes[name] ?? "");
  return { name, ...found };
}

async function read<T>(folder: URL, name: string, integrity: string): Promise<T> {
  const response = await fetch(new URL(`${name}.json`, folder), { credentials: "same-origin", integrity });
  if (!response.ok) throw new TypeError(`HTTP ${response.status}`);
  return response.json();
}
