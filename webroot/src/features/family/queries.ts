import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';

const keys = {
  all: ['family'] as const,
  of: (patientId: string) => ['family', 'of', patientId] as const,
  rules: ['family', 'rules'] as const,
};

/** Whom a patient represents and who represents them; nothing is read while there is no patient. */
export const familyQuery = (patientId: string | undefined) =>
  queryOptions({
    queryKey: keys.of(patientId ?? ''),
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/patients/{patientId}/family', { params: { path: { patientId: patientId! } }, signal }),
      ),
    enabled: Boolean(patientId),
  });

const onFamily = () => queryClient.invalidateQueries({ queryKey: keys.all });

/** Adds somebody for whom a patient books. */
export const useAddRelative = (patientId: () => string) =>
  useMutation({
    mutationFn: (relative: Schemas['NewRelative']) => {
      const params = { path: { patientId: patientId() } };
      return body(api.POST('/api/patients/{patientId}/relatives', { params, body: relative }));
    },
    onSuccess: onFamily,
  });

const ofRepresentation = ({ id: representationId, patientId }: Schemas['Representation']) => ({
  params: { path: { patientId, representationId } },
});

export const useConfirmRepresentation = () =>
  useMutation({
    mutationFn: (one: Schemas['Representation']) =>
      body(
        api.POST(
          '/api/patients/{patientId}/representations/{representationId}/confirmation',
          ofRepresentation(one),
        ),
      ),
    onSettled: onFamily,
  });

/** @param by the patient who ends it, or of whose record staff end it */
export const useEndRepresentation = (by: () => string) =>
  useMutation({
    mutationFn: (one: Schemas['Representation']) =>
      api.DELETE(
        '/api/patients/{patientId}/representations/{representationId}',
        ofRepresentation({ ...one, patientId: by() }),
      ),
    onSettled: onFamily,
  });

/** The clinic's rule for relatives. */
export const familyRulesQuery = () =>
  queryOptions({
    queryKey: keys.rules,
    queryFn: ({ signal }) => body(api.GET('/api/clinic/family-rules', { signal })),
  });

export const useSetFamilyRules = () =>
  useMutation({
    mutationFn: ({ version, details }: { version: number; details: Schemas['FamilyRuleDetails'] }) =>
      body(
        api.PUT('/api/clinic/family-rules', {
          params: { header: { 'If-Match': etag(version) } },
          body: details,
        }),
      ),
    onSuccess: (rules) => queryClient.setQueryData(keys.rules, rules),
  });
