import type { Schemas } from '@/shared/api/client';
import type { Day } from '@/shared/lib/time';

/** Whose columns a board has: everybody's, the reader's own choice of doctors, or a department's. */
export type DoctorSet = { kind: 'all' } | { kind: 'mine' } | { kind: 'department'; id: string };

const departmentPrefix = 'dept:';

/** As it is written in the address; `dept:` and the id of a department. */
export const writeSet = (set: DoctorSet) =>
  set.kind === 'department' ? departmentPrefix + set.id : set.kind;

export function readSet(text: string | undefined): DoctorSet | null {
  if (text === 'all' || text === 'mine') {
    return { kind: text };
  }
  return text?.startsWith(departmentPrefix)
    ? { kind: 'department', id: text.slice(departmentPrefix.length) }
    : null;
}

export type Load = Schemas['DoctorLoad'];

/** The loads of the doctors of a set. */
export function loadsOf(set: DoctorSet, loads: Load[], own: ReadonlySet<string>): Load[] {
  switch (set.kind) {
    case 'all':
      return loads;
    case 'mine':
      return loads.filter(({ doctorId }) => own.has(doctorId));
    default:
      return loads.filter(({ departmentId }) => departmentId === set.id);
  }
}

const sum = (loads: Load[], part: 'open' | 'visits') => loads.reduce((total, load) => total + load[part], 0);

/**
 * The set that has most to do on a day: the own one if it has anything, else the department with most open
 * visits, else with most visits at all, else the first.
 */
export function busiestSet(loads: Load[], departments: string[], own: ReadonlySet<string>): DoctorSet | null {
  const mine: DoctorSet = { kind: 'mine' };
  if (sum(loadsOf(mine, loads, own), 'open') > 0) {
    return mine;
  }
  const ranked = departments
    .map((id) => ({ id, loads: loadsOf({ kind: 'department', id }, loads, own) }))
    .sort(
      (one, other) =>
        sum(other.loads, 'open') - sum(one.loads, 'open') ||
        sum(other.loads, 'visits') - sum(one.loads, 'visits'),
    );
  return ranked[0] ? { kind: 'department', id: ranked[0].id } : null;
}

/** The next day on which one of them has a visit. */
export function nextDayOf(loads: Load[]): Day | null {
  const days = loads.flatMap(({ nextDay }) => nextDay ?? []).sort();
  return days[0] ?? null;
}
