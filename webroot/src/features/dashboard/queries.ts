import { keepPreviousData, queryOptions } from '@tanstack/vue-query';
import { api, body, type Schemas } from '@/shared/api/client';
import type { Day } from '@/shared/lib/time';
import { directoryKeys } from '@/shared/queries/directory';

const freshMs = 60_000;
const pageSize = 200;
/** A clinic with more doctors chooses among the first of them. */
const mostPages = 5;

/** How much each doctor has to do on a day. That of the day before stays until it is known. */
export const dayLoadsQuery = (day: Day, mayRead: boolean) =>
  queryOptions({
    queryKey: ['day-loads', day] as const,
    queryFn: ({ signal }) =>
      body(api.GET('/api/appointments/loads/{day}', { params: { path: { day } }, signal })),
    staleTime: freshMs,
    placeholderData: keepPreviousData,
    enabled: mayRead,
  });

/** All doctors, by name. */
export const allDoctorsQuery = () =>
  queryOptions({
    queryKey: [...directoryKeys.doctors, 'all'] as const,
    queryFn: async ({ signal }) => {
      const all: Schemas['DoctorSummary'][] = [];
      let cursor: string | undefined;
      for (let page = 0; page < mostPages; page++) {
        const query = { limit: pageSize, cursor };
        const { items, next } = await body(api.GET('/api/doctors', { params: { query }, signal }));
        all.push(...items);
        cursor = next;
        if (!cursor) {
          break;
        }
      }
      return all;
    },
  });
