import { refDebounced } from '@vueuse/core';
import { computed, ref, watch, type Ref } from 'vue';
import type { DayVisit } from '@/shared/api/topics';
import { searchable } from '../lib/layout';

/** Finds patients of the day by any part of their names, and leads from one to the next. */
export function useDaySearch(visits: Ref<DayVisit[]>) {
  const typed = ref('');
  const rested = refDebounced(typed, 120);
  const search = computed(() => searchable(rested.value.trim()));
  const hits = computed(() =>
    search.value
      ? visits.value.filter(({ patientName }) => searchable(patientName).includes(search.value))
      : null,
  );
  let last = -1;
  watch(search, () => (last = -1));

  /** The hit after the one before, from the beginning again after the last. */
  function next(): DayVisit | null {
    const all = hits.value ?? [];
    last = all.length ? (last + 1) % all.length : -1;
    return all[last] ?? null;
  }

  return { typed, search, hits, next };
}
