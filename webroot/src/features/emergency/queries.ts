import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, type Role, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

export type OpenRecord = Schemas['EmergencyAccess'];
export type EmergencyReview = Schemas['EmergencyReview'];

export interface ReviewFilter {
  waiting: boolean;
  /** Such as 2026-11; all months if empty. */
  month: string;
}

const keys = {
  open: ['emergency', 'open'] as const,
  reviews: ['emergency', 'reviews'] as const,
};

/** The records that the doctor has opened and that are open still. */
export const openRecordsQuery = () =>
  queryOptions({
    queryKey: keys.open,
    queryFn: async ({ signal }) => (await body(api.GET('/api/emergency-access/open', { signal }))).items,
  });

/** Closes a record; what pages show of it is read again as soon as it is not open: `OpenRecordsBanner`. */
export const useCloseRecord = () =>
  useMutation({
    mutationFn: (accessId: string) =>
      api.DELETE('/api/emergency-access/{accessId}', { params: { path: { accessId } } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.open }),
  });

/** Accesses in an emergency, latest first. */
export const reviewsQuery = ({ waiting, month }: ReviewFilter) =>
  pagesOf<EmergencyReview>([...keys.reviews, waiting, month], (cursor, signal) =>
    body(
      api.GET('/api/emergency-access', {
        params: {
          query: { reviewed: waiting ? false : undefined, month: month || undefined, limit: 30, cursor },
        },
        signal,
      }),
    ),
  );

/** Whether somebody with these roles may review an access, as the server decides it as well. */
export const mayReview = ({ own, byOfficer, reviewedAt }: EmergencyReview, roles: Role[]) =>
  !own && !reviewedAt && (!byOfficer || roles.includes('PRIVACY_OFFICER'));

/** One access, with what was written about it. */
export const readReview = (accessId: string) =>
  body(api.GET('/api/emergency-access/{accessId}', { params: { path: { accessId } } }));

export const useReview = () =>
  useMutation({
    mutationFn: ({
      accessId,
      ...review
    }: {
      accessId: string;
      result: Schemas['ReviewResult'];
      note: string;
    }) =>
      body(
        api.PUT('/api/emergency-access/{accessId}/review', { params: { path: { accessId } }, body: review }),
      ),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.reviews }),
        queryClient.invalidateQueries({ queryKey: ['to-do'] }),
      ]),
  });
