import { useI18n } from 'vue-i18n';
import type { Schemas } from '@/shared/api/client';
import { useFormat } from '@/shared/composables/useFormat';

/** Until when a representation lasts, as far as it is known: the majority of a child, or the clinic's limit before it. */
export function useEndOf() {
  const { t } = useI18n();
  const format = useFormat();
  return ({ until, lastDay, patientName: name }: Schemas['Representation']) => {
    if (lastDay && (!until || lastDay < until)) {
      return t('family.lastDayOf', { day: format.date(lastDay) });
    }
    return until && t('family.until', { day: format.date(until), name });
  };
}
