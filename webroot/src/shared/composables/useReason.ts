import { useI18n } from 'vue-i18n';

interface Visit {
  reason: string;
  reasonUnavailable?: boolean;
  reasonUnreadable?: boolean;
}

/** Why a patient comes, or that it cannot be read now, or that it was damaged. */
export function useReason() {
  const { t } = useI18n();
  return (visit: Visit) =>
    visit.reasonUnreadable
      ? t('booking.reasonUnreadable')
      : visit.reasonUnavailable
        ? t('booking.reasonUnavailable')
        : visit.reason;
}
