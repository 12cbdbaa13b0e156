import { queryOptions } from '@tanstack/vue-query';
import { api, body } from '@/shared/api/client';
import { startOfDay, type Day } from '@/shared/lib/time';
import { queryClient } from '@/shared/query/client';

/** How long the next free times are shown without asking again. */
export const freeFreshMs = 20_000;

/** Begins the keys of all queries of free times. */
export const freeKey = ['slots', 'free'] as const;

interface FreeTarget {
  doctorId?: string;
  departmentId?: string;
  visitTypeId?: string;
}

/** Doctors whose cards are shown: those of a department, or some of the clinic's. */
type DoctorsTarget = { visitTypeId?: string } & ({ departmentId: string } | { doctorIds: string[] });

/** As many doctors are asked for at once. */
export const doctorsAtOnce = 33;

const keys = {
  freeOfDepartments: [...freeKey, 'departments'] as const,
  freeOfDoctors: (target: DoctorsTarget) => [...freeKey, 'doctors', target] as const,
  freeOf: (target: FreeTarget) => [...freeKey, 'next', target] as const,
  freeOfDoctor: (doctorId: string, from: Day, type?: string) =>
    [...freeKey, 'doctor', doctorId, from, type] as const,
  schedule: (doctorId: string, from: Day, days: number, type?: string) =>
    ['slots', 'schedule', doctorId, from, days, type] as const,
};

/** For what is shown from a moment ago and not worth a live topic: read again every half minute while it is seen. */
export const keptFresh = { refetchInterval: 30_000, refetchOnWindowFocus: true } as const;

/** The next free time of each department that has one. */
export const departmentsFreeQuery = () =>
  queryOptions({
    queryKey: keys.freeOfDepartments,
    queryFn: async ({ signal }) =>
      (await body(api.GET('/api/appointments/first-free/departments', { signal }))).items,
    staleTime: freeFreshMs,
  });

/** The next free times of doctors, three of each. */
export const doctorsFreeQuery = (target: DoctorsTarget) =>
  queryOptions({
    queryKey: keys.freeOfDoctors(target),
    queryFn: async ({ signal }) => {
      const query = { ...target, perDoctor: 3, limit: 100 };
      return (await body(api.GET('/api/appointments/first-free', { params: { query }, signal }))).slots;
    },
    staleTime: freeFreshMs,
  });

/** The next free times of a doctor or of a department's doctors, twenty of each, of a type of visits if one is stated. */
export const nextFreeQuery = (target: FreeTarget) =>
  queryOptions({
    queryKey: keys.freeOf(target),
    queryFn: async ({ signal }) => {
      const query = { ...target, perDoctor: 20, limit: 100 };
      return (await body(api.GET('/api/appointments/first-free', { params: { query }, signal }))).slots;
    },
    staleTime: freeFreshMs,
  });

/**
 * The next free times of a department's doctors or of all, from a day on, a few of each, soonest first. For visits of a
 * type only those doctors count who offer it.
 */
export const firstFreeQuery = (
  target: { departmentId?: string; visitTypeId?: string },
  from: Day,
  zone: string,
) =>
  queryOptions({
    queryKey: [...freeKey, 'first', target, from] as const,
    queryFn: async ({ signal }) => {
      const query = { ...target, from: startOfDay(from, zone).toISOString(), perDoctor: 3, limit: 30 };
      return (await body(api.GET('/api/appointments/first-free', { params: { query }, signal }))).slots;
    },
    staleTime: freeFreshMs,
  });

/** A doctor's next free time, asked for when days from a first one on have none. */
export const doctorFreeQuery = (doctorId: string | undefined, from: Day, visitTypeId?: string) =>
  queryOptions({
    queryKey: keys.freeOfDoctor(doctorId ?? '', from, visitTypeId),
    queryFn: async ({ signal }) => {
      const query = { doctorId: doctorId!, visitTypeId, limit: 1 };
      return (
        (await body(api.GET('/api/appointments/first-free', { params: { query }, signal }))).slots[0] ?? null
      );
    },
  });

/** A doctor's next free time after a visit, for visits of a type or of the doctor's own length. */
export async function fetchNextFree(doctorId: string, from: string, visitTypeId?: string) {
  const query = { doctorId, from, visitTypeId, limit: 1 };
  const { slots } = await body(api.GET('/api/appointments/first-free', { params: { query } }));
  return slots[0] ?? null;
}

/** A doctor's days with all slots, as they were when they were read; what happens then is a topic. */
export const scheduleQuery = (doctorId: string | undefined, from: Day, days: number, visitTypeId?: string) =>
  queryOptions({
    queryKey: keys.schedule(doctorId ?? '', from, days, visitTypeId),
    queryFn: async ({ signal }) => {
      const params = { path: { doctorId: doctorId! }, query: { from, days, visitTypeId } };
      const schedule = await body(api.GET('/api/doctors/{doctorId}/schedule', { params, signal }));
      return { doctorId: schedule.doctorId, visitTypeId, first: from, days: schedule.days };
    },
    enabled: Boolean(doctorId),
    // An answer equal to the one before it may differ from what was live in between.
    structuralSharing: false,
  });

/** A time was taken or has become free: who needs the next free times asks again. */
export const invalidateFree = () => queryClient.invalidateQueries({ queryKey: freeKey, refetchType: 'none' });
