import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

export type Terms = Schemas['RepresentationTerms'];

const keys = {
  all: ['family'] as const,
  of: (patientId: string) => ['family', 'of', patientId] as const,
  changes: (representationId: string) => ['family', 'changes', representationId] as const,
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
  path: { patientId, representationId },
});

/** Staff state that another patient represents a patient. */
export const useAddRepresentation = (patientId: () => string) =>
  useMutation({
    mutationFn: (wanted: Schemas['NewRepresentation']) => {
      const params = { path: { patientId: patientId() } };
      return body(api.POST('/api/patients/{patientId}/representations', { params, body: wanted }));
    },
    onSuccess: onFamily,
  });

/** Staff state the document that they have seen and the last day, and so confirm what was not confirmed. */
export const useUpdateRepresentation = () =>
  useMutation({
    mutationFn: ({ stored, terms }: { stored: Schemas['Representation']; terms: Terms }) =>
      body(
        api.PUT('/api/patients/{patientId}/representations/{representationId}', {
          params: { ...ofRepresentation(stored), header: { 'If-Match': etag(stored.version) } },
          body: terms,
        }),
      ),
    onSettled: onFamily,
  });

/** @param by the patient who ends it, or of whose record staff end it */
export const useEndRepresentation = (by: () => string) =>
  useMutation({
    mutationFn: ({ stored, document }: { stored: Schemas['Representation']; document?: Terms['document'] }) =>
      api.DELETE('/api/patients/{patientId}/representations/{representationId}', {
        params: { ...ofRepresentation({ ...stored, patientId: by() }), query: { document } },
      }),
    onSettled: onFamily,
  });

/** What was done with a representation, latest first. */
export const representationChangesQuery = (stored: Schemas['Representation']) =>
  pagesOf<Schemas['RepresentationChange']>(keys.changes(stored.id), (cursor, signal) =>
    body(
      api.GET('/api/patients/{patientId}/representations/{representationId}/changes', {
        params: { ...ofRepresentation(stored), query: { limit: 10, cursor } },
        signal,
      }),
    ),
  );

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
