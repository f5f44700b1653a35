/** The languages that there are texts for, and how to get them. Loaded by pages that are not in English. */

/** Texts of one language, by key. What is missing is the same in English. */
export interface Translation {
  /** BCP 47. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  readonly texts: Readonly<Record<string, string>>;
}

export const LOCALES: readonly string[] = (
  "ar bg ca cs da de el es es-419 et eu fa fi fil fr fr-CA he hi hr hu id is it ja ko lt lv ms nb nl pl " +
  "pt pt-BR ro ru sk sl sr sr-Latn sv th tr uk vi zh-Hans zh-Hant"
).split(" ");

/** Languages whose readers read another one. */
const NEIGHBOURS: Readonly<Record<string, string>> = { no: "nb", nn: "nb" };

const RIGHT_TO_LEFT = /^(ar|fa|he)$/;

/** The best of our locales for a BCP 47 tag: by script, region, then language; null for English. */
export function bestLocale(tag: string): string | null {
  // Longer ones, and those with an underscore, are seen in the wild.
  if (!/^[\w-]{2,35}$/.test(tag)) return null;
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(tag.replaceAll("_", "-")).maximize();
  } catch {
    return null;
  }
  const language = NEIGHBOURS[locale.language] ?? locale.language;
  const { script, region } = locale;
  // Spanish outside Spain has more in common with that of its neighbours.
  const area = language === "es" && region !== "ES" ? "419" : region;
  const candidates = [`${language}-${script}`, `${language}-${area}`, language];
  return candidates.find((candidate) => LOCALES.includes(candidate)) ?? null;
}

/** Loads the texts of the best locale; null where that is English. */
export async function translate(tag: string): Promise<Translation | null> {
  const name = bestLocale(tag);
  if (!name) return null;
  const { default: texts } = (await import(`./${name}.js`)) as { default: Translation["texts"] };
  return { name, direction: RIGHT_TO_LEFT.test(name) ? "rtl" : "ltr", texts };
}
