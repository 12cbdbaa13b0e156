import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';

export type Restriction = Schemas['Restriction'];

/** Of what the patient keeps from other doctors. */
export const restrictionsKey = (patientId: string) => ['restrictions', patientId];

/** What the patient keeps from other doctors; nothing is read while there is no patient. */
export const restrictionsQuery = (patientId: string | undefined) =>
  queryOptions({
    queryKey: restrictionsKey(patientId ?? ''),
    queryFn: ({ signal }) => {
      const params = { path: { patientId: patientId! } };
      return body(api.GET('/api/patients/{patientId}/restrictions', { params, signal }));
    },
    select: ({ items }) => items,
    enabled: Boolean(patientId),
  });

export const rereadRestrictions = (patientId: string) =>
  queryClient.invalidateQueries({ queryKey: restrictionsKey(patientId) });

/** Everything that shows what is restricted is read again. */
const reread = (patientId: string) =>
  Promise.all(
    [restrictionsKey(patientId), ['chart', patientId], ['documents', patientId]].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );

export const useRestrict = (patientId: () => string) =>
  useMutation({
    mutationFn: (part: Schemas['NewRestriction']) =>
      body(
        api.POST('/api/patients/{patientId}/restrictions', {
          params: { path: { patientId: patientId() } },
          body: part,
        }),
      ),
    onSettled: () => reread(patientId()),
  });

export const useLiftRestriction = (patientId: () => string) =>
  useMutation({
    mutationFn: (restrictionId: string) =>
      api.DELETE('/api/patients/{patientId}/restrictions/{restrictionId}', {
        params: { path: { patientId: patientId(), restrictionId } },
      }),
    onSettled: () => reread(patientId()),
  });
