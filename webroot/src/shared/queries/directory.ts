import { queryOptions } from '@tanstack/vue-query';
import { api, body, type Schemas } from '@/shared/api/client';
import type { Locale } from '@/shared/locales';
import { queryClient } from '@/shared/query/client';

/** Departments and profiles change a few times a year; who changes them invalidates them. */
const seldomMs = 5 * 60_000;
const mostATime = 200;

export const directoryKeys = {
  departments: ['departments'] as const,
  doctors: ['doctors'] as const,
  doctor: (doctorId: string) => ['doctors', 'profile', doctorId] as const,
  translations: ['translations'] as const,
  translationsTo: (language: Locale) => ['translations', 'to', language] as const,
  contact: (doctorId: string) => ['doctors', 'contact', doctorId] as const,
};

/** All departments. Nearly every feature shows them, as it does doctors. */
export const departmentsQuery = () =>
  queryOptions({
    queryKey: [...directoryKeys.departments, 'all'] as const,
    queryFn: async ({ signal }) =>
      (await body(api.GET('/api/departments', { params: { query: { limit: mostATime } }, signal }))).items,
    staleTime: seldomMs,
  });

/** The clinic's own texts in a language, by the text as departments and doctors have it. */
export const translationsQuery = (language: Locale) =>
  queryOptions({
    queryKey: directoryKeys.translationsTo(language),
    queryFn: async ({ signal }) => {
      const translations = new Map<string, string>();
      let cursor: string | undefined;
      do {
        const page: Schemas['TranslationPage'] = await body(
          api.GET('/api/translations', { params: { query: { language, limit: mostATime, cursor } }, signal }),
        );
        page.items.forEach(({ text, translation }) => translations.set(text, translation));
        cursor = page.next ?? undefined;
      } while (cursor);
      return translations;
    },
    staleTime: seldomMs,
  });

/** A doctor's profile; nothing is read while there is no doctor. */
export const doctorQuery = (doctorId: string | undefined) =>
  queryOptions({
    queryKey: directoryKeys.doctor(doctorId ?? ''),
    queryFn: ({ signal }) =>
      body(api.GET('/api/doctors/{doctorId}', { params: { path: { doctorId: doctorId! } }, signal })),
    enabled: Boolean(doctorId),
    staleTime: seldomMs,
  });

/** How staff reach a doctor; nothing is read while there is no doctor, or for readers who may not see it. */
export const doctorContactQuery = (doctorId: string | undefined) =>
  queryOptions({
    queryKey: directoryKeys.contact(doctorId ?? ''),
    queryFn: ({ signal }) =>
      body(api.GET('/api/doctors/{doctorId}/contact', { params: { path: { doctorId: doctorId! } }, signal })),
    enabled: Boolean(doctorId),
    staleTime: seldomMs,
  });

/** The first few doctors that are found by a text. */
export const findDoctors = async (q: string, limit: number) =>
  (await body(api.GET('/api/doctors', { params: { query: { q, limit } } }))).items;

/** The same profile where it is needed in the course of something else. */
export const fetchDoctor = (doctorId: string) => queryClient.fetchQuery(doctorQuery(doctorId));
