import { useI18n } from 'vue-i18n';

/** Why a patient comes, or that it cannot be read now. */
export function useReason() {
  const { t } = useI18n();
  return (visit: { reason: string; reasonUnavailable?: boolean }) =>
    visit.reasonUnavailable ? t('booking.reasonUnavailable') : visit.reason;
}
