import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Patient, type PatientSummary, type Schemas } from '@/shared/api/client';
import { isSearchable } from '@/shared/lib/searchText';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

const keys = {
  all: ['patients'] as const,
  list: (q: string, limit: number) => ['patients', 'list', q, limit] as const,
  one: (patientId: string) => ['patients', 'one', patientId] as const,
};

/** A patient with all details; nothing is read while there is no patient. */
export const patientQuery = (patientId: string | undefined) =>
  queryOptions({
    queryKey: keys.one(patientId ?? ''),
    queryFn: ({ signal }) =>
      body(api.GET('/api/patients/{patientId}', { params: { path: { patientId: patientId! } }, signal })),
    enabled: Boolean(patientId),
  });

export const fetchPatient = (patientId: string) => queryClient.fetchQuery(patientQuery(patientId));

/** The patients that are found by a text, or all while there is too little to search by. */
export const patientsQuery = (text: string) => {
  const q = text.trim();
  return isSearchable(q)
    ? foundPatientsQuery(q, 30)
    : pagesOf<PatientSummary>(keys.list('', 30), (cursor, signal) =>
        body(api.GET('/api/patients', { params: { query: { limit: 30, cursor } }, signal })),
      );
};

/** Patients that match a text; disabled while the text is too short. */
export const foundPatientsQuery = (text: string, limit: number) => {
  const q = text.trim();
  return pagesOf<PatientSummary>(keys.list(q, limit), async (cursor, signal) =>
    isSearchable(q)
      ? body(api.GET('/api/patients/search', { params: { query: { q, limit, cursor } }, signal }))
      : { items: [] },
  );
};

/** The first few patients that are found by a text. */
export const findPatients = async (q: string, limit: number) =>
  (await body(api.GET('/api/patients/search', { params: { query: { q, limit } } }))).items;

function store({
  details,
  stored,
}: {
  details: Schemas['PatientDetails'];
  stored?: Patient;
}): Promise<Patient> {
  if (!stored) {
    return body(api.POST('/api/patients', { body: details }));
  }
  const params = { path: { patientId: stored.id }, header: { 'If-Match': etag(stored.version) } };
  return body(api.PUT('/api/patients/{patientId}', { params, body: details }));
}

/** Changes a patient who is stored, or adds a new one. */
export const useSavePatient = () =>
  useMutation({
    mutationFn: store,
    onSuccess: (patient) => {
      queryClient.setQueryData(keys.one(patient.id), patient);
      void queryClient.invalidateQueries({ queryKey: [...keys.all, 'list'] });
    },
  });
