import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

const keys = {
  hours: (doctorId: string) => ['availability', 'hours', doctorId] as const,
  exceptions: (doctorId: string) => ['availability', 'exceptions', doctorId] as const,
  holidays: ['availability', 'holidays'] as const,
};

/** A doctor's weekly hours. */
export const availabilityQuery = (doctorId: string) =>
  queryOptions({
    queryKey: keys.hours(doctorId),
    queryFn: ({ signal }) =>
      body(api.GET('/api/doctors/{doctorId}/availability', { params: { path: { doctorId } }, signal })),
  });

/** A doctor's leave and extra hours. */
export const exceptionsQuery = (doctorId: string) =>
  pagesOf<Schemas['AvailabilityException']>(keys.exceptions(doctorId), (cursor, signal) => {
    const params = { path: { doctorId }, query: { limit: 50, cursor } };
    return body(api.GET('/api/doctors/{doctorId}/availability/exceptions', { params, signal }));
  });

export const holidaysQuery = () =>
  pagesOf<Schemas['Holiday'] & { id: string }>([...keys.holidays, 'pages'], async (cursor, signal) => {
    const page = await body(api.GET('/api/holidays', { params: { query: { limit: 50, cursor } }, signal }));
    return { ...page, items: page.items.map((one) => ({ ...one, id: one.day })) };
  });

export const nextHolidaysQuery = () =>
  queryOptions({
    queryKey: [...keys.holidays, 'next'] as const,
    queryFn: async ({ signal }) =>
      (await body(api.GET('/api/holidays', { params: { query: { limit: 10 } }, signal }))).items,
  });

// With `dryRun` the server only says what would be in the way: nothing has changed by it.
interface DryRun {
  dryRun: boolean;
}

interface Hours extends DryRun {
  details: Schemas['AvailabilityDetails'];
  version: number;
}

/** Stores weekly hours, or says what would no longer fit. */
export const useStoreHours = (doctorId: () => string) =>
  useMutation({
    mutationFn: ({ details, version, dryRun }: Hours) => {
      const params = {
        path: { doctorId: doctorId() },
        query: { dryRun },
        header: { 'If-Match': etag(version) },
      };
      return body(api.PUT('/api/doctors/{doctorId}/availability', { params, body: details }));
    },
    onSuccess: ({ availability }, { dryRun }) => {
      if (!dryRun) {
        queryClient.setQueryData(keys.hours(doctorId()), availability);
      }
    },
  });

const invalidateExceptions = (doctorId: string, { dryRun }: DryRun) =>
  dryRun ? undefined : queryClient.invalidateQueries({ queryKey: keys.exceptions(doctorId) });

export const useAddException = (doctorId: () => string) =>
  useMutation({
    mutationFn: ({ details, dryRun }: DryRun & { details: Schemas['AvailabilityExceptionDetails'] }) => {
      const params = { path: { doctorId: doctorId() }, query: { dryRun } };
      return body(api.POST('/api/doctors/{doctorId}/availability/exceptions', { params, body: details }));
    },
    onSuccess: (_, asked) => invalidateExceptions(doctorId(), asked),
  });

export const useRemoveException = (doctorId: () => string) =>
  useMutation({
    mutationFn: ({ exceptionId, dryRun }: DryRun & { exceptionId: string }) => {
      const params = { path: { doctorId: doctorId(), exceptionId }, query: { dryRun } };
      return body(api.DELETE('/api/doctors/{doctorId}/availability/exceptions/{exceptionId}', { params }));
    },
    onSuccess: (_, asked) => invalidateExceptions(doctorId(), asked),
  });

export const useAddHoliday = () =>
  useMutation({
    mutationFn: ({ holiday, dryRun }: DryRun & { holiday: Schemas['Holiday'] }) =>
      body(api.POST('/api/holidays', { params: { query: { dryRun } }, body: holiday })),
    onSuccess: (_, { dryRun }) =>
      dryRun ? undefined : queryClient.invalidateQueries({ queryKey: keys.holidays }),
  });

export const useRemoveHoliday = () =>
  useMutation({
    mutationFn: (day: string) => api.DELETE('/api/holidays/{day}', { params: { path: { day } } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.holidays }),
  });
