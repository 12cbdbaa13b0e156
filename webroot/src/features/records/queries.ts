import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

export type Encounter = Schemas['Encounter'];
export type EncounterNote = Schemas['EncounterNote'];
export type UnsignedNote = Schemas['UnsignedNote'];
export type VitalSignRule = Schemas['VitalSigns']['items'][number];
export type NoteSnippet = Schemas['NoteSnippet'];
export type NoteTemplateSummary = Schemas['NoteTemplateSummary'];
export type NoteTemplate = Schemas['NoteTemplate'];

/** What an encounter's live topic has: `encounter/{encounterId}`; items are the pages that have it open to write. */
export interface EncounterAbout {
  id: string;
  status: Schemas['EncounterStatus'];
  savedAt: string;
  version: number;
}
export interface EncounterEditor {
  id: string;
  doctorId: string;
  doctorName: string;
  since: string;
}
export const encounterTopic = (encounterId: string) => `encounter/${encounterId}`;

/** The notes that the doctor has begun and not signed: `unsigned-notes`; items are UnsignedNoteStates by id. */
export interface UnsignedNotesAbout {
  count: number;
}
export interface UnsignedNoteState {
  id: string;
  kind: Encounter['kind'];
  start: string;
}
export const unsignedNotesTopic = 'unsigned-notes';

const keys = {
  one: (encounterId: string) => ['records', 'encounter', encounterId] as const,
  ofPatient: (patientId: string) => ['records', 'encounters', patientId] as const,
  unsigned: ['records', 'unsigned'] as const,
  vitalSigns: ['records', 'vital-signs'] as const,
  snippets: ['records', 'snippets'] as const,
  templates: ['records', 'templates'] as const,
};
const latestCount = 20;
const unsignedCount = 50;

const pathOf = (encounterId: string) => ({ path: { encounterId } });
const versioned = (encounterId: string, version: number) => ({
  ...pathOf(encounterId),
  header: { 'If-Match': etag(version) },
});

/** Always read again: another page may have written. */
export const encounterQuery = (encounterId: string) =>
  queryOptions({
    queryKey: keys.one(encounterId),
    queryFn: ({ signal }) =>
      body(api.GET('/api/encounters/{encounterId}', { params: pathOf(encounterId), signal })),
    staleTime: 0,
    gcTime: 0,
  });

export const fetchEncounter = (encounterId: string) =>
  body(api.GET('/api/encounters/{encounterId}', { params: pathOf(encounterId) }));

/** A patient's encounters, latest first; nothing is read while there is no patient. */
export const encountersQuery = (patientId: string | undefined) =>
  queryOptions({
    queryKey: keys.ofPatient(patientId ?? ''),
    queryFn: async ({ signal }) => {
      const params = { path: { patientId: patientId! }, query: { limit: latestCount } };
      return (await body(api.GET('/api/patients/{patientId}/encounters', { params, signal }))).items;
    },
    enabled: Boolean(patientId),
  });

/** The same, page by page. */
export const encounterPagesQuery = (patientId: string) =>
  pagesOf<Encounter>([...keys.ofPatient(patientId), 'pages'], (cursor, signal) =>
    body(
      api.GET('/api/patients/{patientId}/encounters', {
        params: { path: { patientId }, query: { limit: latestCount, cursor } },
        signal,
      }),
    ),
  );

/** The doctor's own notes that are not signed, oldest first. */
export const unsignedNotesQuery = () => pagesOf<UnsignedNote>(keys.unsigned, unsignedNotes);

const unsignedNotes = (cursor?: string, signal?: AbortSignal) =>
  body(api.GET('/api/unsigned-notes', { params: { query: { limit: unsignedCount, cursor } }, signal }));

/** The first page of them, as it is now. */
export const fetchUnsignedNotes = async () => (await unsignedNotes()).items;

export const vitalSignsQuery = () =>
  queryOptions({
    queryKey: keys.vitalSigns,
    queryFn: async ({ signal }) => (await body(api.GET('/api/vital-signs', { signal }))).items,
    staleTime: Infinity,
  });

export const snippetsQuery = () =>
  queryOptions({
    queryKey: keys.snippets,
    queryFn: async ({ signal }) => (await body(api.GET('/api/note-snippets', { signal }))).items,
    staleTime: 60_000,
  });

export const templatesQuery = () =>
  queryOptions({
    queryKey: keys.templates,
    queryFn: async ({ signal }) => (await body(api.GET('/api/note-templates', { signal }))).items,
    staleTime: 60_000,
  });

export const readTemplate = (templateId: string) =>
  body(api.GET('/api/note-templates/{templateId}', { params: { path: { templateId } } }));

export const saveNote = (encounterId: string, version: number, note: EncounterNote) =>
  body(
    api.PUT('/api/encounters/{encounterId}/note', {
      params: versioned(encounterId, version),
      body: note,
    }),
  );

export const keepEditing = (encounterId: string, editorId: string) =>
  api.PUT('/api/encounters/{encounterId}/editors/{editorId}', {
    params: { path: { encounterId, editorId } },
  });

export const stopEditing = (encounterId: string, editorId: string) =>
  api.DELETE('/api/encounters/{encounterId}/editors/{editorId}', {
    params: { path: { encounterId, editorId } },
    keepalive: true, // A page that is closed or loaded again says so as well.
  });

function took(encounter: Encounter) {
  queryClient.setQueryData(keys.one(encounter.id), encounter);
  void queryClient.invalidateQueries({ queryKey: keys.unsigned });
  void queryClient.invalidateQueries({ queryKey: keys.ofPatient(encounter.patientId) });
}

/** Treats a visit, or a patient without one. */
export const useOpenEncounter = () =>
  useMutation({
    mutationFn: (wanted: Schemas['NewEncounter']) => body(api.POST('/api/encounters', { body: wanted })),
    onSuccess: took,
  });

export const useSign = () =>
  useMutation({
    mutationFn: ({ id, version, ...signature }: { id: string; version: number; releaseAt?: string }) =>
      body(
        api.POST('/api/encounters/{encounterId}/signature', {
          params: versioned(id, version),
          body: signature,
        }),
      ),
    onSuccess: took,
  });

export const useAddAddendum = () =>
  useMutation({
    mutationFn: ({ id, ...addendum }: { id: string } & Schemas['NewAddendum']) =>
      body(api.POST('/api/encounters/{encounterId}/addenda', { params: pathOf(id), body: addendum })),
    onSuccess: took,
  });

export const useStrikeOut = () =>
  useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      body(api.POST('/api/encounters/{encounterId}/strike-out', { params: pathOf(id), body: { reason } })),
    onSuccess: took,
  });

const onSnippets = () => queryClient.invalidateQueries({ queryKey: keys.snippets });

/** Changes a snippet that is stored, or adds a new one. */
export const useSaveSnippet = () =>
  useMutation({
    mutationFn: ({ details, stored }: { details: Schemas['SnippetDetails']; stored?: NoteSnippet }) => {
      if (!stored) {
        return body(api.POST('/api/note-snippets', { body: details }));
      }
      const params = { path: { snippetId: stored.id }, header: { 'If-Match': etag(stored.version) } };
      return body(api.PUT('/api/note-snippets/{snippetId}', { params, body: details }));
    },
    onSuccess: onSnippets,
  });

export const useDeleteSnippet = () =>
  useMutation({
    mutationFn: (snippetId: string) =>
      api.DELETE('/api/note-snippets/{snippetId}', { params: { path: { snippetId } } }),
    onSuccess: onSnippets,
  });

const onTemplates = () => queryClient.invalidateQueries({ queryKey: keys.templates });

/** Changes a template that is stored, or adds a new one. */
export const useSaveTemplate = () =>
  useMutation({
    mutationFn: ({
      details,
      stored,
    }: {
      details: Schemas['TemplateDetails'];
      stored?: NoteTemplateSummary;
    }) => {
      if (!stored) {
        return body(api.POST('/api/note-templates', { body: details }));
      }
      const params = { path: { templateId: stored.id }, header: { 'If-Match': etag(stored.version) } };
      return body(api.PUT('/api/note-templates/{templateId}', { params, body: details }));
    },
    onSuccess: onTemplates,
  });

export const useDeleteTemplate = () =>
  useMutation({
    mutationFn: (templateId: string) =>
      api.DELETE('/api/note-templates/{templateId}', { params: { path: { templateId } } }),
    onSuccess: onTemplates,
  });
