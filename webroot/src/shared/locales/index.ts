import { createI18n } from 'vue-i18n';

export const locales = ['en', 'de', 'es'] as const;
export type Locale = (typeof locales)[number];

export type Messages = { [key: string]: string | Messages };
type Loader = () => Promise<Messages>;

/** Each language in its own words, as it should stand in a list of languages. */
export const languageNames: Record<Locale, string> = { en: 'English', de: 'Deutsch', es: 'Español' };

const key = 'clinibus.locale';

let loaders: Record<Exclude<Locale, 'en'>, Loader>;
let staffTexts: Loader | undefined;

export const i18n = createI18n({
  legacy: false as const,
  locale: 'en' as Locale,
  fallbackLocale: 'en',
  messages: {} as Record<Locale, Messages>,
});

/** Gives the texts in English and how to load those of the other languages, and in English those of staff. */
export function setMessages(english: Messages, others: typeof loaders, ofStaff: Loader) {
  i18n.global.setLocaleMessage('en', english);
  loaders = others;
  staffTexts = ofStaff;
}

/** Loads, once, what only people who are signed in read: staff, and patients of their records. */
export async function loadStaffTexts() {
  const texts = await staffTexts?.();
  if (texts && staffTexts) {
    i18n.global.mergeLocaleMessage('en', texts);
    staffTexts = undefined;
  }
}

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
  const own = navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${locale}-`));
  return own ?? (locale === 'en' ? 'en-GB' : locale);
}

/** Loads the language when it is not there yet and shows the page in it. */
export async function applyLocale(locale: Locale) {
  if (locale !== 'en' && !i18n.global.availableLocales.includes(locale)) {
    i18n.global.setLocaleMessage(locale, await loaders[locale]());
  }
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
}

/** Shows the page in the language and keeps the choice. */
export async function chooseLocale(locale: Locale) {
  await applyLocale(locale);
  localStorage.setItem(key, locale);
}
