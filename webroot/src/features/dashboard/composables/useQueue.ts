import { useQuery } from '@tanstack/vue-query';
import { watchDebounced } from '@vueuse/core';
import { computed, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { departmentWaitlistQuery } from '@/features/waitlist';
import { useClinicTexts } from '@/shared/composables/useClinicTexts';
import { useFormat } from '@/shared/composables/useFormat';
import { listedName } from '@/shared/lib/listedName';
import { useClinic } from '@/shared/stores/clinic';
import { minutesSince, queueOf } from '../lib/layout';
import type { Board } from './useBoard';

/** The waitlist is not live: it is read again now and then, and soon after a visit has changed. */
const readEveryMs = 60_000;
const afterChangeMs = 2_000;
/** A wait that should be noticed. */
const longMinutes = 20;

/** Who comes next, who is here and how long, and who hopes for a time. */
export function useQueue(
  board: Board,
  departments: Ref<string[]>,
  mayEdit: Ref<boolean>,
  nameOf: (doctorId: string) => string,
) {
  const { t } = useI18n();
  const format = useFormat();
  const clinic = useClinic();
  const clinicText = useClinicTexts();

  const queue = computed(() => queueOf(board.visits.value, clinic.now));
  const arrivals = computed(() =>
    queue.value.arrivals.map((visit) => {
      const overdue = minutesSince(visit.start, clinic.now);
      return {
        id: visit.id,
        lead: format.time(visit.start),
        name: visit.patientListedName,
        facts: [overdue > 0 && t('dashboard.overdue', { n: overdue }), nameOf(visit.doctorId)]
          .filter(Boolean)
          .join(' · '),
        note: '',
        urgent: overdue > 0,
      };
    }),
  );
  const waiting = computed(() =>
    queue.value.waiting.map((visit) => {
      const minutes = minutesSince(visit.since, clinic.now);
      return {
        id: visit.id,
        lead: t('dashboard.minutes', { n: minutes }),
        name: visit.patientListedName,
        facts: t('dashboard.at', { time: format.time(visit.start), doctor: nameOf(visit.doctorId) }),
        note: '',
        urgent: minutes >= longMinutes,
      };
    }),
  );

  const single = computed(() => (departments.value.length === 1 ? departments.value[0] : undefined));
  const { data, error, refetch } = useQuery(() => ({
    ...departmentWaitlistQuery(single.value, mayEdit.value && departments.value.length > 0),
    refetchInterval: readEveryMs,
  }));
  watchDebounced(board.visits, () => mayEdit.value && refetch(), { debounce: afterChangeMs });
  /** Of those for any department, the ones that the shown doctors can serve. */
  const entries = computed(() =>
    (data.value ?? []).filter(
      ({ doctorId, departmentId }) =>
        single.value ||
        (doctorId && board.column(doctorId)) ||
        (departmentId && departments.value.includes(departmentId)),
    ),
  );
  const waitlist = computed(() =>
    entries.value.map((entry) => ({
      id: entry.id,
      lead: '',
      name: listedName(entry),
      facts: [
        entry.visitType && clinicText(entry.visitType.name),
        entry.doctorName ?? t('dashboard.anyDoctor'),
      ]
        .filter(Boolean)
        .join(' · '),
      note: entry.offer
        ? t('dashboard.offered', { time: format.nearDateTime(entry.offer.start) })
        : t('dashboard.since', { time: format.nearDay(entry.joinedAt.slice(0, 10)) }),
      urgent: false,
    })),
  );

  return {
    arrivals,
    waiting,
    waitlist,
    entries,
    known: computed(() => data.value !== undefined),
    error,
    refetch,
  };
}

export type Queue = ReturnType<typeof useQueue>;
