// The language of the page, chosen by its reader. Numbers, days and the names of countries go by the same one.

/** The languages there are words in, each by its own name. */
export const LANGUAGES = { en: "English", it: "Italiano" };
export type Language = keyof typeof LANGUAGES;

/** A language, and which of its variants says how numbers and days are written. */
export interface Spoken {
  language: Language;
  locale: string;
}

const KEPT_AS = "liner-notes-language";
const USUAL_LOCALES: Record<Language, string> = { en: "en-US", it: "it-IT" };
const languageOf = (tag: string): string => tag.split("-", 1)[0]!.toLowerCase();
const isLanguage = (text: string | null): text is Language => text !== null && Object.hasOwn(LANGUAGES, text);

let spoken: Spoken = { language: "en", locale: USUAL_LOCALES.en };

export const language = (): Language => spoken.language;
export const locale = (): string => spoken.locale;

/**
 * Says which language a reader is to have: the one chosen before, else the first of the browser's there are words in,
 * else English. The browser also says which variant of it the reader is used to, as the Italian of Switzerland.
 */
export function languageFor(chosen: string | null, browsers: readonly string[]): Spoken {
  const known = browsers.map(languageOf).find(isLanguage);
  const language = isLanguage(chosen) ? chosen : (known ?? "en");
  const own = browsers.find((tag) => languageOf(tag) === language && tag.includes("-"));
  return { language, locale: own ?? USUAL_LOCALES[language] };
}

export function chosenLanguage(): string | null {
  return localStorage.getItem(KEPT_AS);
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEPT_AS, language);
}

/** Has the page speak a language from here on. Words come before anything is drawn with them, or it is English. */
export async function speak(asked: Spoken): Promise<void> {
  try {
    if (asked.language === "it") (await import("./italian.ts")).speakItalian();
    spoken = asked;
  } catch {
    // The words did not come: no connection, or a page that is older than what is served now.
    spoken = languageFor("en", [asked.locale]);
  }
}

/** Gives what is made of a locale, and made again only for another one. */
export function byLocale<Made>(make: (locale: string) => Made): () => Made {
  let last: { locale: string; made: Made } | null = null;
  return () => {
    if (last?.locale !== spoken.locale) last = { locale: spoken.locale, made: make(spoken.locale) };
    return last.made;
  };
}

/** Writes numbers as the language of the page does; thousands are always apart, as in a column some are. */
export function numbers(options: Intl.NumberFormatOptions): Pick<Intl.NumberFormat, "format"> {
  const format = byLocale((locale) => new Intl.NumberFormat(locale, { useGrouping: "always", ...options }));
  return { format: (value) => format().format(value) };
}

/** Writes days and moments as the language of the page does. */
export function dates(
  options: Intl.DateTimeFormatOptions,
): Pick<Intl.DateTimeFormat, "format" | "formatRangeToParts"> {
  const format = byLocale((locale) => new Intl.DateTimeFormat(locale, options));
  return {
    format: (moment) => format().format(moment),
    formatRangeToParts: (from, to) => format().formatRangeToParts(from, to),
  };
}
