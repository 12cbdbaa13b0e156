import { useI18n } from 'vue-i18n';
import type { Schemas } from '@/shared/api/client';
import { isDay } from '@/shared/lib/time';
import { useFormat } from '@/shared/composables/useFormat';

type Reason = Schemas['ProposalReason'];

/** Says in the reader's language why a doctor was proposed; in the server's words where ours have no place for it. */
export function useReasonTexts() {
  const { t, te } = useI18n();
  const format = useFormat();

  return ({ kind, value, text }: Reason): string => {
    const key = `find.because.${kind}`;
    if (!te(key)) {
      return text;
    }
    switch (kind) {
      case 'SPECIALTY_FITS':
      case 'RELATED_SPECIALTY':
      case 'FIRST_ADDRESS':
      case 'HISTORY_FITS':
        return value ? t(key, { value }) : text;
      case 'KNOWS_YOU':
        return isDay(value) ? t(key, { value: format.date(value) }) : text;
      case 'SOONEST':
      case 'SHORT_WAIT': {
        const days = Number(value);
        return Number.isInteger(days) ? t(key, days) : text;
      }
      default:
        return t(key);
    }
  };
}
