import { useMediaQuery } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { chooseLocale, initialLocale, type Locale } from '@/shared/locales';

export const themes = ['light', 'dark', 'auto'] as const;
export type Theme = (typeof themes)[number];

const themeKey = 'clinibus.theme';

/** How this browser likes the app: theme and language. Kept in its storage. */
export const usePreferences = defineStore('preferences', () => {
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)');
  const stored = localStorage.getItem(themeKey);
  const theme = ref<Theme>(themes.find((known) => known === stored) ?? 'auto');
  const locale = ref<Locale>(initialLocale());

  function paint() {
    const dark = theme.value === 'dark' || (theme.value === 'auto' && systemIsDark.value);
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

  watch(systemIsDark, paint);

  return { theme, locale, setTheme, setLocale };
});
