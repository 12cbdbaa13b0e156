import type { Appointment } from '@/shared/api/client';

/** By id. */
export type Visits = ReadonlyMap<string, Appointment>;

/** The signed-in doctor's visits of today and later, which only the live topic brings. */
export const visitsKey = ['doctor-day', 'visits'] as const;

/** The present visits, each in its latest known version. */
export function merged(items: Visits, before: Visits | undefined): Visits {
  const newest = (visit: Appointment) => {
    const known = before?.get(visit.id);
    return known && known.version > visit.version ? known : visit;
  };
  return new Map([...items].map(([id, visit]) => [id, newest(visit)]));
}
