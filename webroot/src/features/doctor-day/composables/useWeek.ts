import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { fewAppointmentsQuery } from '@/features/appointments';
import type { Appointment, ScheduleSlot } from '@/shared/api/client';
import { rangeTopic, type SlotsAbout } from '@/shared/api/topics';
import { mergeAdjacent, entriesByDay, type DayEntry } from '../lib/doctorDay';
import { addDays, startOfDay, type Day } from '@/shared/lib/time';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { useClinic } from '@/shared/stores/clinic';

type Time = ScheduleSlot & { state: 'FREE' | 'HELD' | 'LEAVE' | 'HOLIDAY' };

/** One day of a doctor's calendar. */
export interface WeekDay {
  date: Day;
  holiday?: string;
  away: boolean;
  free: number;
  visits: DayEntry<Appointment>[];
  times: DayEntry<Time>[];
}

const shown: ReadonlySet<string> = new Set(['FREE', 'HELD', 'LEAVE', 'HOLIDAY']);
/** Slots with a buffer between them are drawn as one stretch. */
const longestBufferMin = 30;

/** Some days of a doctor's calendar from a first day on, live; what has passed is read once. */
export function useWeek(doctorId: Ref<string>, first: Ref<Day>, count: number, coming: Ref<Appointment[]>) {
  const clinic = useClinic();
  const { page: slots } = useLiveQuery<SlotsAbout, ScheduleSlot>(() =>
    rangeTopic(doctorId.value, first.value, count),
  );
  const past = useQuery(() => ({
    ...fewAppointmentsQuery({
      doctorId: doctorId.value,
      from: startOfDay(first.value, clinic.zone).toISOString(),
      until: startOfDay(clinic.today, clinic.zone).toISOString(),
      limit: 200,
    }),
    enabled: first.value < clinic.today,
  }));

  const days = computed<WeekDay[]>(() => {
    const all = [...(past.data.value ?? []), ...coming.value].filter(({ status }) => status !== 'CANCELLED');
    const visits = entriesByDay(all, first.value, count, clinic.zone);
    const times = entriesByDay(
      [...slots.value.items.values()].filter((slot): slot is Time => shown.has(slot.state)),
      first.value,
      count,
      clinic.zone,
    );
    return visits.map((ofDay, index) => {
      const date = addDays(first.value, index);
      const own = times[index] ?? [];
      return {
        date,
        holiday: slots.value.about?.days.find((day) => day.date === date)?.holiday,
        away: own.length > 0 && own.every(({ item }) => item.state === 'LEAVE'),
        free: own.filter(({ item }) => item.state === 'FREE').length,
        visits: ofDay,
        times: mergeAdjacent(own, longestBufferMin),
      };
    });
  });

  return { days, problem: computed(() => slots.value.problem ?? past.error.value), reload: past.refetch };
}
