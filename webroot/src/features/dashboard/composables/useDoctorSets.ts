import { useQuery } from '@tanstack/vue-query';
import { useLocalStorage } from '@vueuse/core';
import { computed, watch, type Ref } from 'vue';
import type { Day } from '@/shared/lib/time';
import { departmentsQuery } from '@/shared/queries/directory';
import { useSession } from '@/shared/stores/session';
import { busiestSet, loadsOf, nextDayOf, type DoctorSet } from '../lib/doctorSet';
import { dayLoadsQuery } from '../queries';
import type { Shown } from './useBoard';

/**
 * Which doctors the board shows: those of the chosen set. Without one in the address, that with most to do on
 * the day is settled on. The reader's own set is kept by this browser.
 */
export function useDoctorSets(
  chosen: Ref<DoctorSet | null>,
  day: Ref<Day>,
  mayChoose: Ref<boolean>,
  settle: (set: DoctorSet) => unknown,
) {
  const session = useSession();
  const own = useLocalStorage<string[]>(`clinibus.board.doctors.${session.user?.id}`, [], {
    writeDefaults: false,
    listenToStorageChanges: false,
  });
  const ownIds = computed<ReadonlySet<string>>(() => new Set(own.value));
  const departments = useQuery(departmentsQuery());
  const { data, error } = useQuery(() => dayLoadsQuery(day.value, mayChoose.value));
  const loads = computed(() => data.value?.doctors ?? []);

  const shown = computed<Shown>(() => {
    switch (chosen.value?.kind) {
      case 'department':
        return { departments: [chosen.value.id], only: null };
      case 'all':
        return { departments: (departments.data.value ?? []).map(({ id }) => id), only: null };
      case 'mine': {
        const theirs = loadsOf(chosen.value, loads.value, ownIds.value);
        return {
          departments: [...new Set(theirs.map(({ departmentId }) => departmentId))],
          only: ownIds.value,
        };
      }
      default:
        return { departments: [], only: null };
    }
  });

  const known = computed(() => (data.value?.day === day.value ? data.value.doctors : null));
  watch(
    [() => chosen.value === null && mayChoose.value, departments.data, known, error],
    ([undecided, all, ofDay, failed]) => {
      const set =
        undecided && all && (ofDay || failed)
          ? busiestSet(
              ofDay ?? [],
              all.map(({ id }) => id),
              ownIds.value,
            )
          : null;
      if (set) {
        void settle(set);
      }
    },
    { immediate: true },
  );

  return {
    departments,
    own,
    shown,
    /** The next day on which the set has visits; null if there is none, or it is not known. */
    nextDay: computed(() =>
      known.value && chosen.value ? nextDayOf(loadsOf(chosen.value, known.value, ownIds.value)) : null,
    ),
  };
}
