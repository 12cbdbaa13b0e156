import { queryOptions } from '@tanstack/vue-query';
import { api, body } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';

/** Departments and profiles change a few times a year; who changes them invalidates them. */
const seldomMs = 5 * 60_000;
const mostDepartments = 200;

export const directoryKeys = {
  departments: ['departments'] as const,
  doctors: ['doctors'] as const,
  doctor: (doctorId: string) => ['doctors', 'profile', doctorId] as const,
  contact: (doctorId: string) => ['doctors', 'contact', doctorId] as const,
};

/** All departments. Nearly every feature shows them, as it does doctors. */
export const departmentsQuery = () =>
  queryOptions({
    queryKey: [...directoryKeys.departments, 'all'] as const,
    queryFn: async ({ signal }) =>
      (await body(api.GET('/api/departments', { params: { query: { limit: mostDepartments } }, signal })))
        .items,
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
