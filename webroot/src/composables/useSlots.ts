import { computed, onScopeDispose, readonly, ref, watch, type Ref } from 'vue';
import { api, body, type FreeSlot, type ScheduleDay } from '@/api/client';
import { useClinic } from '@/stores/clinic';
import { addDays, dayOf, daysBetween, type Day } from './time';
import { useLoad } from './useLoad';

const stripDays = 14;

/** How much of a day is free: what is free of what the doctor offers that is still to come. */
export function freeOf(day: ScheduleDay): { free: number; offered: number } {
  const free = day.slots.filter((slot) => slot.state === 'FREE').length;
  const taken = day.slots.filter((slot) => slot.state === 'TAKEN').length;
  return { free, offered: free + taken };
}

/**
 * A doctor's days, two weeks or a month at a time. Comes back to the truth whenever the page is looked
 * at again.
 */
export function useSlots(doctorId: Ref<string | undefined>, chosen: Ref<Day | undefined>) {
  const clinic = useClinic();
  const month = ref(false);
  const from = ref(startFor(chosen.value));

  function startFor(day: Day | undefined): Day {
    const ahead = day ? daysBetween(clinic.today, day) : 0;
    return ahead < stripDays
      ? clinic.today
      : addDays(clinic.today, Math.floor(ahead / stripDays) * stripDays);
  }

  const first = computed(() => (month.value ? `${from.value.slice(0, 7)}-01` : from.value));
  const count = computed(() => (month.value ? daysInMonth(first.value) : stripDays));
  const last = computed(() => addDays(clinic.today, clinic.policy?.horizonDays ?? 0));

  const { data, problem, loading, reload } = useLoad(
    async (signal) => {
      if (!doctorId.value) {
        return null;
      }
      const params = {
        path: { doctorId: doctorId.value },
        query: { from: first.value, days: count.value },
      };
      const schedule = await body(api.GET('/api/doctors/{doctorId}/schedule', { params, signal }));
      const anyFree = schedule.days.some((day) => freeOf(day).free > 0);
      return {
        days: schedule.days,
        doctorId: schedule.doctorId,
        next: anyFree ? null : await nextAfter(schedule.days),
      };
    },
    doctorId,
    first,
    count,
  );

  /** The next free slot after days that have none. */
  async function nextAfter(days: ScheduleDay[]): Promise<FreeSlot | null> {
    const query = { doctorId: doctorId.value!, limit: 1 };
    const found = await body(api.GET('/api/appointments/first-free', { params: { query } }));
    const slot = found.slots[0];
    return slot && dayOf(slot.start, clinic.zone) > (days.at(-1)?.date ?? '') ? slot : null;
  }

  /** What was loaded for another doctor is not shown for this one. */
  const current = computed(() => (data.value?.doctorId === doctorId.value ? data.value : null));
  const days = computed(() => current.value?.days ?? null);

  function show(day: Day) {
    from.value = month.value ? day : startFor(day);
  }

  function move(direction: 1 | -1) {
    const target = month.value
      ? addMonths(first.value, direction)
      : addDays(from.value, direction * stripDays);
    from.value = target < clinic.today ? clinic.today : target;
  }

  function onVisible() {
    if (document.visibilityState === 'visible') {
      void reload();
    }
  }
  document.addEventListener('visibilitychange', onVisible);
  onScopeDispose(() => document.removeEventListener('visibilitychange', onVisible));

  watch(month, () => {
    from.value = chosen.value ? (month.value ? chosen.value : startFor(chosen.value)) : from.value;
  });

  return {
    month: readonly(month),
    toggleMonth: () => (month.value = !month.value),
    days,
    problem,
    loading,
    reload,
    show,
    first,
    next: computed(() => current.value?.next ?? null),
    day: (date: Day | undefined) => days.value?.find((day) => day.date === date) ?? null,
    canGoBack: computed(() => first.value > clinic.today),
    canGoOn: computed(() => addDays(first.value, count.value) <= last.value),
    back: () => move(-1),
    on: () => move(1),
  };
}

export type Slots = ReturnType<typeof useSlots>;

function daysInMonth(first: Day): number {
  return new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)), 0)).getUTCDate();
}

function addMonths(first: Day, months: number): Day {
  const date = new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1 + months, 1));
  return date.toISOString().slice(0, 10);
}
