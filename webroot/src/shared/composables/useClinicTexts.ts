import { useQuery } from '@tanstack/vue-query';
import { useI18n } from 'vue-i18n';
import type { Locale } from '@/shared/locales';
import { translationsQuery } from '@/shared/queries/directory';

/**
 * The clinic's own texts, such as names of departments and specialties, in the reader's language. A text that the clinic
 * has not translated is shown as it is.
 */
export function useClinicTexts() {
  const { locale } = useI18n();
  const { data } = useQuery(() => translationsQuery(locale.value as Locale));
  return (text: string) => data.value?.get(text) ?? text;
}
