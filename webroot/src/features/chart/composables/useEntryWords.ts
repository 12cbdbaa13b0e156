import { useI18n } from 'vue-i18n';
import { useFormat } from '@/shared/composables/useFormat';
import type { Entry } from '../queries';

/** Entries of a record in words. */
export function useEntryWords() {
  const { t } = useI18n();
  const format = useFormat();

  /** A year, month or day. */
  function partial(date: string): string {
    return date.length === 4 ? date : date.length === 7 ? format.month(`${date}-01`) : format.birthDate(date);
  }

  /** What it is about. */
  function title({
    details: { condition, immunization, familyHistory, socialHistory },
    unreadable,
  }: Entry): string {
    if (unreadable) {
      return t('damaged.part');
    }
    if (condition) {
      return condition.text ?? condition.code!.display;
    }
    if (immunization) {
      return immunization.vaccine ?? immunization.code!.display;
    }
    if (familyHistory) {
      return t('chart.ofRelative', {
        relative: t(`chart.relative.${familyHistory.relative}`),
        condition: familyHistory.condition,
      });
    }
    const parts = [
      socialHistory!.smoking && t(`chart.smoking.${socialHistory!.smoking}`),
      socialHistory!.alcohol && t(`chart.alcohol.${socialHistory!.alcohol}`),
      socialHistory!.occupation,
    ].filter(Boolean);
    return parts.join(' · ') || socialHistory!.note!;
  }

  /** What else it says. */
  function facts({
    details: { condition, immunization, familyHistory, socialHistory },
    unreadable,
  }: Entry): string[] {
    if (unreadable) {
      return [];
    }
    const said = condition
      ? [
          condition.certainty === 'PROVISIONAL' && t('chart.provisional'),
          condition.onset && t('chart.since', { date: partial(condition.onset) }),
          condition.resolved && t('chart.until', { date: partial(condition.resolved) }),
          condition.code?.display !== title({ details: { condition } } as Entry) && condition.code?.display,
          condition.code?.code,
          condition.note,
        ]
      : immunization
        ? [
            format.birthDate(immunization.givenOn),
            immunization.lot && t('chart.lotOf', { lot: immunization.lot }),
            immunization.note,
          ]
        : familyHistory
          ? [
              familyHistory.age !== undefined && t('chart.atAge', { age: familyHistory.age }),
              familyHistory.note,
            ]
          : [socialHistory!.note];
    const heading = said.filter((one): one is string => Boolean(one));
    return socialHistory && title({ details: { socialHistory } } as Entry) === socialHistory.note
      ? []
      : heading;
  }

  return { title, facts, partial };
}
