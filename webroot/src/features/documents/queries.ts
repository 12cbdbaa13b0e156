import { queryOptions, useMutation, useQueryClient } from '@tanstack/vue-query';
import { api, body, type Schemas } from '@/shared/api/client';
import type { Locale } from '@/shared/locales';
import type { letterOf } from './lib/letter';

export type ClinicDocument = Schemas['Document'];
export type DocumentCategory = Schemas['DocumentCategory'];

/** Whose documents are listed, and for what. */
export interface DocumentScope {
  patientId: string;
  appointmentId?: string;
  encounterId?: string;
}

/** Of the live topic `documents/{patientId}`: items by id. */
export interface DocumentStateItem {
  id: string;
  state: Schemas['DocumentState'];
  received: number;
}

const MOST = 100;
const ofPatient = (patientId: string) => ['documents', patientId];

export const documentsQuery = ({ patientId, ...of }: DocumentScope) =>
  queryOptions({
    queryKey: [...ofPatient(patientId), of],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET('/api/patients/{patientId}/documents', {
            params: { path: { patientId }, query: { ...of, limit: MOST } },
            signal,
          }),
        )
      ).items,
  });

export const confirmationQuery = (code: string) =>
  queryOptions({
    queryKey: ['documents', 'confirmation', code],
    queryFn: ({ signal }) =>
      body(api.GET('/api/letter-confirmations/{code}', { params: { path: { code } }, signal })),
    retry: false,
  });

const latest = 20;

/** The latest encounters that are signed: what letters are about. */
export const signedEncountersQuery = (patientId: string) =>
  queryOptions({
    queryKey: ['encounters-for-letters', patientId],
    queryFn: async ({ signal }) => {
      const params = { path: { patientId }, query: { limit: latest } };
      const { items } = await body(api.GET('/api/patients/{patientId}/encounters', { params, signal }));
      return items.filter(({ status }) => status === 'FINISHED');
    },
    staleTime: 0,
  });

/** The prescriptions that can be printed. */
export const validPrescriptionsQuery = (patientId: string, language: Locale) =>
  queryOptions({
    queryKey: ['prescriptions-for-letters', patientId, language],
    queryFn: async ({ signal }) => {
      const query = { status: 'ACTIVE' as const, language, limit: MOST };
      const params = { path: { patientId }, query };
      return (await body(api.GET('/api/patients/{patientId}/prescriptions', { params, signal }))).items;
    },
    staleTime: 0,
  });

const writeLetter = (patientId: string, letter: ReturnType<typeof letterOf>) =>
  body(api.POST('/api/patients/{patientId}/letters', { params: { path: { patientId } }, body: letter }));

/** Changes of a patient's documents; each reads the lists again. */
export function useDocumentChanges(patientId: string) {
  const cache = useQueryClient();
  const refresh = () => cache.invalidateQueries({ queryKey: ofPatient(patientId) });
  const path = (documentId: string) => ({ params: { path: { documentId } } });
  const change = <Q>(mutationFn: (asked: Q) => Promise<unknown>) =>
    useMutation({ mutationFn, onSettled: refresh });
  return {
    refresh,
    release: change((id: string) => body(api.POST('/api/documents/{documentId}/release', path(id)))),
    remove: change((id: string) => body(api.DELETE('/api/documents/{documentId}', path(id)))),
    strikeOut: change(({ id, reason }: { id: string; reason: string }) =>
      body(api.POST('/api/documents/{documentId}/strike-out', { ...path(id), body: { reason } })),
    ),
    write: change((letter: ReturnType<typeof letterOf>) => writeLetter(patientId, letter)),
  };
}
