import { dayOf, type Day } from '@/shared/lib/time';
import type { Access } from '../queries';

/** Accesses of one kind to one part of the data for one purpose, by one person on one day. */
export interface AccessKind extends Pick<Access, 'kind' | 'part' | 'purpose'> {
  first: string;
  last: string;
  count: number;
}

/** What one person did on one day. */
export interface AccessDay extends Pick<Access, 'name' | 'roles'> {
  /** That of the latest access. */
  id: string;
  day: Day;
  kinds: AccessKind[];
}

/** Accesses, latest first, by person and day. */
export function accessDays(accesses: readonly Access[], zone: string): AccessDay[] {
  const days = new Map<string, AccessDay>();
  for (const access of accesses) {
    const day = dayOf(access.at, zone);
    const who = JSON.stringify([day, access.name, access.roles]);
    const { id, name, roles } = access;
    const known: AccessDay = days.get(who) ?? { id, name, roles, day, kinds: [] };
    days.set(who, known);
    add(known.kinds, access);
  }
  return [...days.values()];
}

function add(kinds: AccessKind[], { kind, part, purpose, at }: Access) {
  const same = kinds.find((one) => one.kind === kind && one.part === part && one.purpose === purpose);
  if (same) {
    same.first = at;
    same.count++;
  } else {
    kinds.push({ kind, part, purpose, first: at, last: at, count: 1 });
  }
}
