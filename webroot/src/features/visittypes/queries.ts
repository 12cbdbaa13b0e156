import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { directoryKeys } from '@/shared/queries/directory';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

export type VisitType = Schemas['VisitType'];

/** Administrators change them now and then. */
const seldomMs = 5 * 60_000;
const mostATime = 200;
const key = ['visit-types'] as const;

/** What can be booked, in a department or with a doctor if they are stated. */
export const visitTypesQuery = (filter: { departmentId?: string; doctorId?: string }) =>
  queryOptions({
    queryKey: [...key, 'bookable', filter] as const,
    queryFn: async ({ signal }) => {
      const query = { ...filter, limit: mostATime };
      return (await body(api.GET('/api/visit-types', { params: { query }, signal }))).items;
    },
    staleTime: seldomMs,
  });

/** All, page by page, also those that cannot be booked. */
export const visitTypePagesQuery = () =>
  pagesOf<VisitType>([...key, 'pages'], (cursor, signal) =>
    body(api.GET('/api/visit-types', { params: { query: { inactive: true, limit: 50, cursor } }, signal })),
  );

export const fetchVisitType = (visitTypeId: string) =>
  body(api.GET('/api/visit-types/{visitTypeId}', { params: { path: { visitTypeId } } }));

/** The doctors of departments, to choose from. */
export const doctorsOfQuery = (departmentIds: string[]) =>
  queryOptions({
    queryKey: [...directoryKeys.doctors, 'of', departmentIds] as const,
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        departmentIds.map((departmentId) =>
          body(api.GET('/api/doctors', { params: { query: { departmentId, limit: mostATime } }, signal })),
        ),
      );
      return pages.flatMap(({ items }) => items);
    },
    enabled: departmentIds.length > 0,
    staleTime: seldomMs,
  });

interface Saving {
  details: Schemas['VisitTypeDetails'];
  /** What is stored, if it is not new. */
  stored?: VisitType;
}

/** Changes a type that is stored, or adds a new one. */
export const useSaveVisitType = () =>
  useMutation({
    mutationFn: ({ details, stored }: Saving) => {
      if (!stored) {
        return body(api.POST('/api/visit-types', { body: details }));
      }
      const params = { path: { visitTypeId: stored.id }, header: { 'If-Match': etag(stored.version) } };
      return body(api.PUT('/api/visit-types/{visitTypeId}', { params, body: details }));
    },
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: key }),
        queryClient.invalidateQueries({ queryKey: directoryKeys.translations }),
      ]),
  });
