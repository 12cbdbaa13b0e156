import { useQuery } from '@tanstack/vue-query';
import { ListFilter, NotebookText, Stethoscope } from 'lucide-vue-next';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { recordSearchQuery, useToRecord, type RecordHit } from '@/features/chart';
import { isProblem } from '@/shared/api/problem';
import { useFormat } from '@/shared/composables/useFormat';
import { dayOf } from '@/shared/lib/time';
import { useClinic } from '@/shared/stores/clinic';
import type { Entry } from '../lib/entries';
import { useRecordInSight } from './useRecordInSight';

const MOST = 6;

/** Where the words that are typed are found in the record that a doctor has open. */
export function useRecordHits(typed: () => string) {
  const { t } = useI18n();
  const format = useFormat();
  const clinic = useClinic();
  const { toItem, toSearch } = useToRecord();
  const patient = useRecordInSight();
  const words = computed(() => typed().trim());
  const { data, error, isEnabled, refetch } = useQuery(() => {
    const query = recordSearchQuery(patient.value?.id ?? '', words.value);
    return { ...query, enabled: Boolean(patient.value) && query.enabled };
  });
  // What was found before a refusal is not shown any more.
  const found = computed(() => (error.value ? undefined : data.value));
  const hits = computed(() => found.value?.items ?? []);
  const closed = computed(() => ['forbidden', 'not-found'].some((kind) => isProblem(error.value, kind)));

  function entryOf({ item: { id, kind, at, visit, entry }, excerpt }: RecordHit): Entry {
    const { status, restricted } = (visit ?? entry)!;
    const facts = [
      format.birthDate(dayOf(at, clinic.zone)),
      status === 'IN_PROGRESS' && t('search.draft'),
      status === 'ENTERED_IN_ERROR' && t('search.struckOut'),
      restricted && t('restricted.byPatient'),
    ];
    return {
      id: `in-record-${id}`,
      icon: visit ? Stethoscope : NotebookText,
      text: visit && visit.kind !== 'VISIT' ? t(`search.visitKind.${visit.kind}`) : t(`search.kind.${kind}`),
      more: facts.filter(Boolean).join(' · '),
      excerpt,
      run: () => toItem(patient.value!.id, id),
    };
  }

  const all = (): Entry => ({
    id: 'all-in-record',
    icon: ListFilter,
    text: t(found.value!.more ? 'search.firstInRecord' : 'search.allInRecord', { n: hits.value.length }),
    run: () => toSearch(patient.value!.id, words.value),
  });

  return {
    /** Whose record it is. */
    of: computed(() => patient.value && `${patient.value.givenName} ${patient.value.familyName}`),
    entries: computed<Entry[]>(() => [
      ...hits.value.slice(0, MOST).map(entryOf),
      ...(hits.value.length > MOST ? [all()] : []),
    ]),
    /** What is to be known of the answer beside what was found. */
    note: computed(() => {
      if (closed.value) {
        return t('search.recordClosed');
      }
      const unread = found.value?.unreadable;
      return [
        found.value && hits.value.length === 0 && t('search.notInRecord'),
        unread && t('search.notSearched', unread),
      ]
        .filter(Boolean)
        .join(' ');
    }),
    problem: computed(() => (closed.value ? null : error.value)),
    retry: () => isEnabled.value && refetch(),
  };
}
