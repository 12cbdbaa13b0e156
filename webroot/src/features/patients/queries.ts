import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Patient, type PatientSummary, type Schemas } from '@/shared/api/client';
import type { paths } from '@/shared/api/generated/clinibus';
import { isSearchable } from '@/shared/lib/searchText';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

export type EmergencyRequest = NonNullable<
  paths['/api/emergency-access']['post']['requestBody']
>['content']['application/json'];

const keys = {
  all: ['patients'] as const,
  list: (q: string, limit: number) => ['patients', 'list', q, limit] as const,
  one: (patientId: string) => ['patients', 'one', patientId] as const,
  proposals: (patientId: string) => ['patients', 'proposals', patientId] as const,
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

/** What is stored has changed, and with it the lists that show it. */
function onStored(patient: Patient) {
  queryClient.setQueryData(keys.one(patient.id), patient);
  void queryClient.invalidateQueries({ queryKey: [...keys.all, 'list'] });
}

/** Changes a patient who is stored, or adds a new one. */
export const useSavePatient = () => useMutation({ mutationFn: store, onSuccess: onStored });

const paramsOf = ({ id: patientId, version }: Patient) => ({
  path: { patientId },
  header: { 'If-Match': etag(version) },
});

/** Changes a patient's own contact data. */
export const useSaveContact = () =>
  useMutation({
    mutationFn: ({ contact, stored }: { contact: Schemas['Contact']; stored: Patient }) =>
      body(api.PUT('/api/patients/{patientId}/contact', { params: paramsOf(stored), body: contact })),
    onSuccess: onStored,
  });

/** Changes the medical history of a patient whom the doctor treats. */
export const useSaveMedicalHistory = () =>
  useMutation({
    mutationFn: ({ history, stored }: { history: Schemas['MedicalHistory']; stored: Patient }) =>
      body(api.PUT('/api/patients/{patientId}/medical-history', { params: paramsOf(stored), body: history })),
    onSuccess: onStored,
    onError: (_, { stored }) => queryClient.invalidateQueries({ queryKey: keys.one(stored.id) }),
  });

/** What a patient has proposed, as far as the reader sees it; nothing is read while there is no patient. */
export const proposalsQuery = (patientId: string | undefined) =>
  queryOptions({
    queryKey: keys.proposals(patientId ?? ''),
    queryFn: async ({ signal }) => {
      const params = { path: { patientId: patientId! } };
      return (await body(api.GET('/api/patients/{patientId}/proposals', { params, signal }))).items;
    },
    enabled: Boolean(patientId),
  });

/** Proposes a change of the signed-in patient's data. */
export const useProposeChange = (patientId: () => string) =>
  useMutation({
    mutationFn: (proposed: Schemas['ProposalDetails']) => {
      const params = { path: { patientId: patientId() } };
      return body(api.POST('/api/patients/{patientId}/proposals', { params, body: proposed }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.proposals(patientId()) }),
  });

/** Accepts or refuses a proposal; an accepted one has changed the patient. */
export const useDecideProposal = () =>
  useMutation({
    mutationFn: ({ proposal, accepted }: { proposal: Schemas['ChangeProposal']; accepted: boolean }) =>
      body(
        api.POST('/api/patients/{patientId}/proposals/{proposalId}/decision', {
          params: {
            path: { patientId: proposal.patientId, proposalId: proposal.id },
            header: { 'If-Match': etag(proposal.version) },
          },
          body: { accepted },
        }),
      ),
    onSuccess: ({ patientId }) =>
      queryClient.invalidateQueries({
        queryKey: keys.all,
        predicate: ({ queryKey }) => queryKey[1] === 'list' || queryKey[2] === patientId,
      }),
  });

/** Opens the record of a patient whom the doctor does not treat. */
export const useOpenEmergencyAccess = () =>
  useMutation({
    mutationFn: (request: EmergencyRequest) => body(api.POST('/api/emergency-access', { body: request })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.all }),
  });
