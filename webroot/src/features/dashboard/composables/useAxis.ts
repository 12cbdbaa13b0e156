import { useResizeObserver } from '@vueuse/core';
import { computed, ref, type Ref } from 'vue';
import type { Day } from '@/shared/lib/time';
import type { TimeScale } from '@/shared/lib/timeScale';
import { useClinic } from '@/shared/stores/clinic';
import { axisOf, sameAxis, type Rows } from '../lib/layout';
import type { Board } from './useBoard';

const headPx = 72;

/** The scale of the day. A large screen is filled with it; the heads and margins take the rest. */
export function useAxis(
  main: Ref<HTMLElement | null>,
  board: Board,
  day: Ref<Day>,
  rows: Ref<Rows>,
  narrow: Ref<boolean>,
) {
  const clinic = useClinic();
  const room = ref(0);
  useResizeObserver(main, () => {
    room.value = narrow.value ? 0 : (main.value?.clientHeight ?? 0) - headPx;
  });

  return computed<TimeScale>((before) => {
    const spans = board.columns.value.flatMap(({ visits, slots }) => [
      ...visits.value,
      ...(slots.value ?? []),
    ]);
    const now = axisOf(spans, day.value, clinic.zone, rows.value, room.value);
    return before && sameAxis(before, now) ? before : now;
  });
}
