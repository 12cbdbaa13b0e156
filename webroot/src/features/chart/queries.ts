import { queryOptions, useMutation } from '@tanstack/vue-query';
import { rereadRestrictions } from '@/features/restrictions';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import type { Locale } from '@/shared/locales';
import { pagesOf } from '@/shared/query/pages';

export type Chart = Schemas['Chart'];
export type Entry = Schemas['RecordEntry'];
export type EntryDetails = Schemas['EntryDetails'];
export type EntryKind = Schemas['RecordEntryKind'];
export type TimelineItem = Schemas['TimelineItem'];
export type TimelineKind = Schemas['TimelineKind'];
export type ChartVisit = Schemas['ChartVisit'];
export type RecordHit = Schemas['RecordHit'];

const keys = {
  of: (patientId: string) => ['chart', patientId] as const,
};

/** Of everything that shows a record. */
export const recordKey = keys.of;

/* The patient reads coded diagnoses and problems by their names in a language, doctors as they were written. */

const pathOf = (patientId: string) => ({ path: { patientId } });

/** A patient's record; nothing is read while there is no patient. */
export const chartQuery = (patientId: string | undefined, language?: Locale) =>
  queryOptions({
    queryKey: [...keys.of(patientId ?? ''), 'chart', language],
    queryFn: ({ signal }) => {
      const params = { ...pathOf(patientId!), query: { language } };
      return body(api.GET('/api/patients/{patientId}/chart', { params, signal }));
    },
    enabled: Boolean(patientId),
  });

/** What happened, latest first; of all kinds where none is named. */
export const timelineQuery = (patientId: string, kind: TimelineKind[], language?: Locale) =>
  pagesOf<TimelineItem>([...keys.of(patientId), 'timeline', kind, language], (cursor, signal) => {
    const query = { kind: kind.length ? kind : undefined, language, limit: 50, cursor };
    return body(
      api.GET('/api/patients/{patientId}/timeline', { params: { ...pathOf(patientId), query }, signal }),
    );
  });

/** Whether an entry is of now: neither resolved nor struck out. */
export const isPresent = ({ status, details }: Entry) =>
  status === 'CURRENT' && details.condition?.clinicalStatus !== 'RESOLVED';

/** Where words are found in a record. Neither the words nor what was found outlive what shows them. */
export const recordSearchQuery = (patientId: string, text: string, language?: Locale) =>
  queryOptions({
    queryKey: [...keys.of(patientId), 'search', text, language],
    queryFn: ({ signal }) =>
      body(
        api.POST('/api/patients/{patientId}/record-search', {
          params: pathOf(patientId),
          body: { text, language },
          signal,
        }),
      ),
    enabled: text.length > 1,
    gcTime: 0,
  });

/** All versions of an entry, latest first. */
export const entryHistoryQuery = (patientId: string, entryId: string, language?: Locale) =>
  queryOptions({
    queryKey: [...keys.of(patientId), 'history', entryId, language],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET('/api/patients/{patientId}/entries/{entryId}/history', {
            params: { path: { patientId, entryId }, query: { language } },
            signal,
          }),
        )
      ).items,
  });

/** Everything that shows the record is read again. */
export const rereadRecord = (patientId: string) =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.of(patientId) }),
    rereadRestrictions(patientId),
  ]);

const entryParams = ({ patientId, id: entryId, version }: Entry) => ({
  path: { patientId, entryId },
  header: { 'If-Match': etag(version) },
});

/** Records an entry, or changes one. */
export const useSaveEntry = (patientId: () => string) =>
  useMutation({
    mutationFn: ({ details, stored }: { details: EntryDetails; stored?: Entry }) =>
      stored
        ? body(
            api.PUT('/api/patients/{patientId}/entries/{entryId}', {
              params: entryParams(stored),
              body: details,
            }),
          )
        : body(api.POST('/api/patients/{patientId}/entries', { params: pathOf(patientId()), body: details })),
    onSettled: () => rereadRecord(patientId()),
  });

/** Marks an entry as entered in error. */
export const useStrikeEntry = () =>
  useMutation({
    mutationFn: ({ entry, reason }: { entry: Entry; reason: string }) =>
      body(
        api.POST('/api/patients/{patientId}/entries/{entryId}/error', {
          params: entryParams(entry),
          body: { reason },
        }),
      ),
    onSettled: (_, __, { entry }) => rereadRecord(entry.patientId),
  });
