import type { Appointment } from '@/shared/api/client';
import { matchesWords } from '@/shared/lib/searchText';
import { listedName } from '@/shared/lib/listedName';
import { statuses } from './filter';

export const daySorts = ['time', 'patient', 'doctor', 'status'] as const;
export type DaySort = (typeof daySorts)[number];

/** The family name of "Ada Lovelace" comes last. */
const familyFirst = (name: string) => name.split(' ').reverse().join(' ');

const orders: Record<DaySort, (a: Appointment, b: Appointment) => number> = {
  time: () => 0,
  patient: (a, b) => listedName(a).localeCompare(listedName(b)),
  doctor: (a, b) => familyFirst(a.doctorName).localeCompare(familyFirst(b.doctorName)),
  status: (a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status),
};

/** The visits of a day that have the words, in an order; those that are equal in it by time. */
export function dayList(
  visits: Appointment[],
  { words, sort }: { words: string; sort: DaySort },
  textOf: (visit: Appointment) => string,
): Appointment[] {
  const found = words.trim() ? visits.filter((visit) => matchesWords(words, textOf(visit))) : visits;
  return [...found].sort((a, b) => orders[sort](a, b) || Date.parse(a.start) - Date.parse(b.start));
}
