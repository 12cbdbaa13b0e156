import { queryOptions, useMutation } from '@tanstack/vue-query';
import { invalidateFree } from '@/features/slots';
import { api, body, etag, type Appointment, type Schemas } from '@/shared/api/client';
import type { operations } from '@/shared/api/generated/clinibus';
import { addDays, startOfDay, type Day } from '@/shared/lib/time';
import { doctorName } from '@/shared/lib/doctorName';
import { fetchDoctor } from '@/shared/queries/directory';
import { queryClient } from '@/shared/query/client';
import { pagesOf, replaceInPages } from '@/shared/query/pages';

type Filter = NonNullable<operations['listAppointments']['parameters']['query']>;
/** What a change goes by: the version on which it was decided. */
type Versioned = Pick<Appointment, 'id' | 'version'>;

const keys = {
  lists: ['appointments', 'list'] as const,
  one: (appointmentId: string) => ['appointments', 'one', appointmentId] as const,
  history: (appointmentId: string) => ['appointments', 'history', appointmentId] as const,
};

const read = (query: Filter, signal: AbortSignal) =>
  body(api.GET('/api/appointments', { params: { query }, signal }));

/**
 * Appointments, page by page.
 *
 * @param now bounds that go by the clock; they are taken when a page is read and are no part of the key
 */
export const appointmentsQuery = (filter: Filter, now: () => Filter = () => ({})) =>
  pagesOf<Appointment>([...keys.lists, 'pages', filter], (cursor, signal) =>
    read({ ...filter, ...now(), cursor }, signal),
  );

/** One page of appointments. */
export const fetchAppointments = (query: Filter) => body(api.GET('/api/appointments', { params: { query } }));

/** Appointments of which all fit one page. */
export const fewAppointmentsQuery = (filter: Filter, now: () => Filter = () => ({})) =>
  queryOptions({
    queryKey: [...keys.lists, 'few', filter] as const,
    queryFn: async ({ signal }) => (await read({ ...filter, ...now() }, signal)).items,
  });

/** The earliest visits before today that are still open, of the last thirty days. */
export const openVisitsQuery = (today: Day, zone: string) =>
  fewAppointmentsQuery({
    status: ['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION'],
    from: startOfDay(addDays(today, -30), zone).toISOString(),
    until: startOfDay(today, zone).toISOString(),
    sort: 'start',
    limit: 20,
  });

export const appointmentQuery = (appointmentId: string) =>
  queryOptions({
    queryKey: keys.one(appointmentId),
    queryFn: ({ signal }) =>
      body(api.GET('/api/appointments/{appointmentId}', { params: { path: { appointmentId } }, signal })),
  });

/** What happened to an appointment up to a version. */
export const historyQuery = (appointmentId: string, version: number) =>
  queryOptions({
    queryKey: [...keys.history(appointmentId), version] as const,
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/appointments/{appointmentId}/history', { params: { path: { appointmentId } }, signal }),
      ),
  });

interface Ids {
  doctors: string[];
  accounts: string[];
}

/** The names of doctors and accounts by id. */
export const namesQuery = ({ doctors, accounts }: Ids) => {
  const ids = { doctors: [...new Set(doctors)].sort(), accounts: [...new Set(accounts)].sort() };
  return queryOptions({
    queryKey: ['appointments', 'names', ids] as const,
    queryFn: async ({ signal }) => {
      const nameOf = async (userId: string) =>
        (await body(api.GET('/api/users/{userId}', { params: { path: { userId } }, signal }))).name;
      return new Map<string, string>(
        await Promise.all([
          ...ids.doctors.map(async (id) => [id, doctorName(await fetchDoctor(id))] as const),
          ...ids.accounts.map(async (id) => [id, await nameOf(id)] as const),
        ]),
      );
    },
  });
};

/** Shows an appointment as it is now wherever it is shown; lists that it may have joined or left are read again. */
function took(appointment: Appointment) {
  queryClient.setQueryData(keys.one(appointment.id), appointment);
  replaceInPages([...keys.lists, 'pages'], appointment);
  void invalidateFree();
  void queryClient.invalidateQueries({ queryKey: keys.lists });
}

const paramsOf = ({ id, version }: Versioned) => ({
  path: { appointmentId: id },
  header: { 'If-Match': etag(version) },
});

export const useBook = () =>
  useMutation({
    mutationFn: ({ booking, key }: { booking: Schemas['Booking']; key: string }) =>
      body(api.POST('/api/appointments', { body: booking, params: { header: { 'Idempotency-Key': key } } })),
    onSuccess: took,
  });

export const useOverbook = () =>
  useMutation({
    mutationFn: ({ booking, key }: { booking: Schemas['Overbooking']; key: string }) =>
      body(
        api.POST('/api/appointments/overbook', {
          body: booking,
          params: { header: { 'Idempotency-Key': key } },
        }),
      ),
    onSuccess: took,
  });

export const useReschedule = () =>
  useMutation({
    mutationFn: ({ appointment, change }: { appointment: Versioned; change: Schemas['Reschedule'] }) =>
      body(api.PUT('/api/appointments/{appointmentId}', { params: paramsOf(appointment), body: change })),
    onSuccess: took,
  });

const putStatus = (appointment: Versioned, change: Schemas['StatusChange']) =>
  body(api.PUT('/api/appointments/{appointmentId}/status', { params: paramsOf(appointment), body: change }));

/** Cancels a visit; its time is free again, so more than its status is read again. */
export const useCancel = () =>
  useMutation({
    mutationFn: ({ appointment, reason }: { appointment: Versioned; reason?: string }) =>
      putStatus(appointment, { status: 'CANCELLED', note: reason }),
    onSuccess: took,
  });

/** Changes the status of a visit. Only lists of open visits lose an entry by it; others are not read again. */
export const useSetStatus = () =>
  useMutation({
    mutationFn: ({ appointment, ...change }: { appointment: Versioned } & Schemas['StatusChange']) =>
      putStatus(appointment, change),
    onSuccess: (appointment) => {
      queryClient.setQueryData(keys.one(appointment.id), appointment);
      replaceInPages([...keys.lists, 'pages'], appointment);
      void queryClient.invalidateQueries({ queryKey: keys.lists, refetchType: 'none' });
      void queryClient.invalidateQueries({ queryKey: [...keys.lists, 'few'] });
    },
  });
