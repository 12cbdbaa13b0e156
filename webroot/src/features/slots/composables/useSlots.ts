import { useQuery } from '@tanstack/vue-query';
import { useEventListener } from '@vueuse/core';
import { computed, readonly, ref, shallowRef, watch, type Ref } from 'vue';
import type { FreeSlot, ScheduleDay, ScheduleSlot } from '@/shared/api/client';
import type { TopicPage } from '@/shared/api/live';
import { rangeTopic, type SlotsAbout } from '@/shared/api/topics';
import { useClinic } from '@/shared/stores/clinic';
import { addDays, dayOf, daysBetween, weekdayOf, type Day } from '@/shared/lib/time';
import { usePollingWhenOffline } from '@/shared/composables/usePollingWhenOffline';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { doctorFreeQuery, scheduleQuery } from '../queries';

const stripDays = 14;
/** What one topic can show. */
const topicDays = 14;
const gridDays = 28;
/** The topics of the grid. */
const mostTopics = 2;

/** How much of a day is free: what is free of what the doctor offers that is still to come. */
export function freeOf(day: ScheduleDay): { free: number; offered: number } {
  const free = day.slots.filter((slot) => slot.state === 'FREE').length;
  const gone = day.slots.filter((slot) => slot.state === 'TAKEN' || slot.state === 'HELD').length;
  return { free, offered: free + gone };
}

/** The free slots of a doctor's days that are nearest to an instant, nearest first. */
export function nearest(
  days: readonly ScheduleDay[],
  doctorId: string,
  start: string,
  count = 3,
): FreeSlot[] {
  const wanted = Date.parse(start);
  const distance = (slot: { start: string }) => Math.abs(Date.parse(slot.start) - wanted);
  return days
    .flatMap((day) => day.slots)
    .filter((slot) => slot.state === 'FREE' && Date.parse(slot.start) !== wanted)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, count)
    .map((slot) => ({ doctorId, start: slot.start, end: slot.end }));
}

/** The days that live pages show. */
function daysOf(pages: readonly TopicPage<SlotsAbout, ScheduleSlot>[]): ScheduleDay[] {
  return pages.flatMap(({ about, items }) => {
    const byDay = new Map(about!.days.map((day) => [day.date, { ...day, slots: [] as ScheduleSlot[] }]));
    items.forEach((slot) => byDay.get(dayOf(slot.start, about!.zone))?.slots.push(slot));
    byDay.forEach((day) => day.slots.sort((a, b) => Date.parse(a.start) - Date.parse(b.start)));
    return [...byDay.values()];
  });
}

/**
 * A doctor's days, a strip of two weeks or a grid of four weeks at a time, live. REST gives the first sight of them, and now and
 * then the next while the live connection is lost.
 *
 * @param visitTypeId the type of visits that times are for; the doctor's own length without one
 */
export function useSlots(
  doctorId: Ref<string | undefined>,
  chosen: Ref<Day | undefined>,
  visitTypeId: () => string | undefined = () => undefined,
) {
  const clinic = useClinic();
  const grid = ref(false);
  const from = ref(startFor(chosen.value));

  function startFor(day: Day | undefined): Day {
    const ahead = day ? daysBetween(clinic.today, day) : 0;
    return ahead < stripDays
      ? clinic.today
      : addDays(clinic.today, Math.floor(ahead / stripDays) * stripDays);
  }

  const first = readonly(from);
  /** The grid ends with a Sunday. */
  const count = computed(() => (grid.value ? gridDays - weekdayOf(first.value) : stripDays));
  const last = computed(() => addDays(clinic.today, clinic.policy?.horizonDays ?? 0));

  const shown = shallowRef<{
    doctorId: string;
    visitTypeId?: string;
    first: Day;
    days: ScheduleDay[];
  } | null>(null);

  const topics = computed(() => {
    const parts = doctorId.value ? Math.ceil(count.value / topicDays) : 0;
    return Array.from({ length: parts }, (_, part) => {
      const begin = part * topicDays;
      return rangeTopic(
        doctorId.value!,
        addDays(first.value, begin),
        Math.min(topicDays, count.value - begin),
        visitTypeId(),
      );
    });
  });
  const watched = Array.from(
    { length: mostTopics },
    (_, part) => useLiveQuery<SlotsAbout, ScheduleSlot>(() => topics.value[part]).page,
  );
  const pages = computed(() => topics.value.map((_, part) => watched[part]!.value));
  const live = computed(() => pages.value.length > 0 && pages.value.every((page) => page.current));

  const {
    data,
    error: problem,
    isFetching: loading,
    refetch,
  } = useQuery(() => scheduleQuery(doctorId.value, first.value, count.value, visitTypeId()));
  const reload = (options?: { throwOnError: boolean }) =>
    doctorId.value ? refetch(options) : Promise.resolve();

  // The current source: the live pages while they are current, else the last answer.
  watch(
    data,
    (answer) => {
      if (answer && !live.value) {
        shown.value = answer;
      }
    },
    { immediate: true },
  );
  watch(
    pages,
    (now) => {
      if (live.value && doctorId.value) {
        shown.value = {
          doctorId: doctorId.value,
          visitTypeId: visitTypeId(),
          first: first.value,
          days: daysOf(now),
        };
      }
    },
    { immediate: true },
  );
  usePollingWhenOffline(() => reload({ throwOnError: true }));
  useEventListener(document, 'visibilitychange', () => {
    if (!document.hidden && !live.value) {
      void reload();
    }
  });

  /** What was loaded for another doctor or type is not shown for this one. */
  const days = computed(() =>
    shown.value?.doctorId === doctorId.value && shown.value?.visitTypeId === visitTypeId()
      ? (shown.value?.days ?? null)
      : null,
  );
  const nothingFree = computed(() => days.value?.every((day) => freeOf(day).free === 0) ?? false);

  const { data: free } = useQuery(() => ({
    ...doctorFreeQuery(doctorId.value, first.value, visitTypeId()),
    enabled: nothingFree.value && Boolean(doctorId.value),
  }));
  /** The next free slot after days that have none. */
  const next = computed(() => {
    const slot = nothingFree.value ? free.value : null;
    return slot && dayOf(slot.start, clinic.zone) > (days.value?.at(-1)?.date ?? '') ? slot : null;
  });

  function show(day: Day) {
    from.value = startFor(day);
  }

  function back() {
    const target = addDays(first.value, grid.value ? -gridDays : -stripDays);
    from.value = target < clinic.today ? clinic.today : target;
  }

  watch(grid, () => show(chosen.value ?? from.value));

  return {
    /** Whether four weeks are shown as a grid rather than two as a strip. */
    grid: readonly(grid),
    toggleGrid: () => (grid.value = !grid.value),
    days,
    problem: computed(() => (days.value ? null : problem.value)),
    loading: computed(() => loading.value && shown.value?.first !== first.value),
    reload: () => reload(),
    show,
    first,
    next,
    day: (date: Day | undefined) => days.value?.find((day) => day.date === date) ?? null,
    slot: (start: string | undefined) => slotAt(days.value, start),
    nearest: (start: string) => nearest(days.value ?? [], doctorId.value!, start),
    canGoBack: computed(() => first.value > clinic.today),
    canGoOn: computed(() => addDays(first.value, count.value) <= last.value),
    back,
    on: () => (from.value = addDays(first.value, count.value)),
  };
}

export type Slots = ReturnType<typeof useSlots>;

function slotAt(days: readonly ScheduleDay[] | null, start: string | undefined): ScheduleSlot | null {
  const wanted = start && Date.parse(start);
  return (
    days
      ?.flatMap((day) => day.slots)
      .find((slot) => slot.start === start || Date.parse(slot.start) === wanted) ?? null
  );
}
