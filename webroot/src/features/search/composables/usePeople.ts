import { UserRound } from 'lucide-vue-next';
import { computed, type Ref } from 'vue';
import { foundPatientsQuery, usePatientLines } from '@/features/patients';
import type { PatientSummary } from '@/shared/api/client';
import { usePages } from '@/shared/composables/usePages';
import { isSearchable } from '@/shared/lib/searchText';
import type { Entry } from '../lib/entries';

const MOST = 8;

/** The patients that match what is typed; nobody while it is too short. */
export function usePeople(typed: Readonly<Ref<string>>, choose: (person: PatientSummary) => void) {
  const list = usePages(() => foundPatientsQuery(typed.value, MOST), { keep: true });
  const lines = usePatientLines();
  const enough = computed(() => isSearchable(typed.value));
  const entries = computed<Entry[]>(() =>
    enough.value
      ? list.items.value.map((person) => ({
          id: person.id,
          icon: UserRound,
          text: lines.name(person),
          more: lines.facts(person),
          second: person.address,
          run: () => choose(person),
          stays: true,
        }))
      : [],
  );
  return {
    entries,
    problem: list.problem,
    retry: () => list.reload(),
    nobody: computed(() => enough.value && !list.loading.value && list.items.value.length === 0),
  };
}
