import { defineStore } from 'pinia';
import { ref } from 'vue';
import { chooseLocale, initialLocale, type Locale } from '@/shared/locales';

export const themes = ['light', 'dark', 'auto'] as const;
export type Theme = (typeof themes)[number];

const themeKey = 'clinibus.theme';
const systemDark = '(prefers-color-scheme: dark)';

/** How this browser likes the app: theme and language. Kept in its storage. */
export const usePreferences = defineStore('preferences', () => {
  const stored = localStorage.getItem(themeKey);
  const theme = ref<Theme>(themes.find((known) => known === stored) ?? 'auto');
  const locale = ref<Locale>(initialLocale());

  function paint() {
    const dark = theme.value === 'dark' || (theme.value === 'auto' && matchMedia(systemDark).matches);
    document.documentElement.setAttribute('data-bs-theme', dark ? 'dark' : 'light');
  }

  function setTheme(chosen: Theme) {
    theme.value = chosen;
    localStorage.setItem(themeKey, chosen);
    paint();
  }

  async function setLocale(chosen: Locale) {
    await chooseLocale(chosen);
    locale.value = chosen;
  }

  matchMedia(systemDark).addEventListener('change', paint);

  return { theme, locale, setTheme, setLocale };
});
