import { useI18n } from 'vue-i18n';
import type { DayVisit } from '@/shared/api/topics';
import { useFormat } from '@/shared/composables/useFormat';
import type { Refusal, Target } from './useMoveTarget';

/** Says where a visit would go and what stands against it. */
export function useMoveTexts() {
  const { t } = useI18n();
  const format = useFormat();

  function refusal(why: Refusal): string {
    switch (why.kind) {
      case 'taken':
        return t('dashboard.refusal.taken', { patient: why.by.patientName });
      case 'clash':
        return t('dashboard.refusal.clash', {
          patient: why.other.patientName,
          time: format.time(why.other.start),
        });
      default:
        return t(`dashboard.refusal.${why.kind}`);
    }
  }

  function aim(visit: DayVisit, target: Target): string {
    const place = { time: format.time(target.start), doctor: target.column.doctor.name };
    return target.refusal
      ? t('dashboard.aimRefused', { ...place, why: refusal(target.refusal) })
      : t('dashboard.aim', { ...place, patient: visit.patientName });
  }

  return { refusal, aim };
}
