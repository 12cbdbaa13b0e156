import type { Appointment } from '@/shared/api/client';
import { dayOf, daysBetween, minuteOf, weekdayOf, type Day } from '@/shared/lib/time';

/** A doctor's day as it stands. */
export interface DoctorDay {
  /** Everything of the day but what was cancelled, by time. */
  visits: Appointment[];
  inside: Appointment[];
  waiting: Appointment[];
  coming: Appointment[];
  done: Appointment[];
  /** The visit to act on: the one in progress, else the longest wait, else the next. */
  focus: Appointment | null;
}

export function doctorDay(appointments: Iterable<Appointment>, day: Day, zone: string): DoctorDay {
  const visits = [...appointments]
    .filter(({ start, status }) => status !== 'CANCELLED' && dayOf(start, zone) === day)
    .sort(byStart);
  const of = (...wanted: Appointment['status'][]) => visits.filter(({ status }) => wanted.includes(status));
  const inside = of('IN_CONSULTATION');
  const waiting = of('CHECKED_IN');
  const coming = of('BOOKED');
  const focus = inside[0] ?? waiting[0] ?? coming[0] ?? null;
  return { visits, inside, waiting, coming, done: of('COMPLETED', 'NO_SHOW'), focus };
}

export const byStart = (a: Appointment, b: Appointment) => Date.parse(a.start) - Date.parse(b.start);

/** Full years since a date of birth. */
export function ageOn(birthDate: Day, today: Day): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Monday of the week in which a day lies. */
export function mondayOf(day: Day): Day {
  const back = weekdayOf(day);
  return new Date(Date.parse(`${day}T00:00:00Z`) - back * 86_400_000).toISOString().slice(0, 10);
}

export interface Timed {
  start: string;
  end: string;
}

export interface DayEntry<T> {
  item: T;
  /** Minutes of the day. */
  from: number;
  until: number;
}

/** Items by the day of a week on which they begin, with their place on the day's wall clock. */
export function entriesByDay<T extends Timed>(
  items: Iterable<T>,
  first: Day,
  count: number,
  zone: string,
): DayEntry<T>[][] {
  const days: DayEntry<T>[][] = Array.from({ length: count }, () => []);
  for (const item of items) {
    const from = minuteOf(item.start, zone);
    const length = (Date.parse(item.end) - Date.parse(item.start)) / 60_000;
    days[daysBetween(first, dayOf(item.start, zone))]?.push({
      item,
      from,
      until: Math.min(from + length, 1440),
    });
  }
  days.forEach((day) => day.sort((a, b) => a.from - b.from));
  return days;
}

/** Neighbouring stretches of the same kind as one. */
export function mergeAdjacent<T extends Timed & { state: string }>(
  slots: DayEntry<T>[],
  gap = 0,
): DayEntry<T>[] {
  const result: DayEntry<T>[] = [];
  for (const slot of slots) {
    const before = result.at(-1);
    if (before && before.item.state === slot.item.state && slot.from - before.until <= gap) {
      before.until = slot.until;
    } else {
      result.push({ ...slot });
    }
  }
  return result;
}
