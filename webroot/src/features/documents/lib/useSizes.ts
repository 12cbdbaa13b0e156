import { useI18n } from 'vue-i18n';
import { regional, type Locale } from '@/shared/locales';

/** Writes numbers of bytes: "340 kB", "1.2 MB". */
export function useSizes() {
  const { locale } = useI18n();
  return (bytes: number) => {
    const large = bytes >= 1_000_000;
    return new Intl.NumberFormat(regional(locale.value as Locale), {
      style: 'unit',
      unit: large ? 'megabyte' : 'kilobyte',
      maximumFractionDigits: large ? 1 : 0,
    }).format(large ? bytes / 1_000_000 : Math.ceil(bytes / 1000));
  };
}
