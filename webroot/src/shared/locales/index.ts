import { createI18n } from 'vue-i18n';
import { resolveText, type Messages } from './functions';
import { TextLoader, type TextFiles } from './textLoader';

export const locales = ['en', 'de', 'es'] as const;
export type Locale = (typeof locales)[number];

export type { Messages, TextFiles };

/** Each language in its own words, as it should stand in a list of languages. */
export const languageNames: Record<Locale, string> = { en: 'English', de: 'Deutsch', es: 'Español' };

const key = 'clinibus.locale';

let texts: TextLoader<Locale>;

export const i18n = createI18n({
  legacy: false as const,
  locale: 'en' as Locale,
  fallbackLocale: 'en',
  messages: {} as Record<Locale, Messages>,
  messageResolver: resolveText,
});

/** Gives what everybody reads in English, which is there from the start, and how to load all texts. */
export function setMessages(english: Messages, files: Record<Locale, TextFiles>) {
  i18n.global.setLocaleMessage('en', english);
  texts = new TextLoader<Locale>(files, 'en', (locale, loaded) =>
    i18n.global.mergeLocaleMessage(locale, loaded),
  );
}

/** Loads, once, what only people who are signed in read. */
export const loadSignedInTexts = () => texts.signIn();

/** The language chosen earlier, else the first of the browser's that there is, else English. */
export function initialLocale(): Locale {
  const wanted = [localStorage.getItem(key) ?? '', ...navigator.languages];
  const found = wanted
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => (locales as readonly string[]).includes(tag));
  return (found as Locale | undefined) ?? 'en';
}

/**
 * The language with the reader's own region, which decides how dates and times are written. English
 * without a known region is written as in Europe, where 24 hours are usual.
 */
export function regional(locale: Locale): string {
  const own = navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${locale}-`) && isKnown(tag));
  return own ?? (locale === 'en' ? 'en-GB' : locale);
}

/** Chromium names the locale of a system without one `en-US@posix`, which nothing can be written in. */
function isKnown(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}

/** Loads the language when it is not there yet and shows the page in it. */
export async function applyLocale(locale: Locale) {
  await texts.change(locale);
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
}

/** Shows the page in the language and keeps the choice. */
export async function chooseLocale(locale: Locale) {
  await applyLocale(locale);
  localStorage.setItem(key, locale);
}
