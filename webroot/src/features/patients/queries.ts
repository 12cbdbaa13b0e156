import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Patient, type PatientSummary, type Schemas } from '@/shared/api/client';
import type { paths } from '@/shared/api/generated/clinibus';
import { isSearchable } from '@/shared/lib/searchText';
import { i18n, regional } from '@/shared/locales';
import { queryClient } from '@/shared/query/client';
import { pagesOf, type Page } from '@/shared/query/pages';
import { patientQueryOf } from './lib/patientQuery';

export type EmergencyRequest = NonNullable<
  paths['/api/emergency-access']['post']['requestBody']
>['content']['application/json'];

const keys = {
  all: ['patients'] as const,
  list: (q: string, limit: number) => ['patients', 'list', q, limit] as const,
  one: (patientId: string) => ['patients', 'one', patientId] as const,
  account: (patientId: string) => ['patients', 'account', patientId] as const,
  merges: (patientId: string) => ['patients', 'merges', patientId] as const,
  duplicates: ['patients', 'duplicates'] as const,
  changes: (patientId: string) => ['patients', 'changes', patientId] as const,
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

/** Patients who propose changes that the reader can decide. */
export const proposingPatientsQuery = () =>
  pagesOf<PatientSummary>([...keys.all, 'list', 'proposing'], (cursor, signal) =>
    body(api.GET('/api/patients', { params: { query: { proposing: true, limit: 30, cursor } }, signal })),
  );

/** Patients that match a text; disabled while the text is too short. */
export const foundPatientsQuery = (text: string, limit: number) => {
  const q = text.trim();
  return pagesOf<PatientSummary>(keys.list(q, limit), (cursor, signal) => search(q, limit, cursor, signal));
};

/** The first few patients that are found by a text. */
export const findPatients = async (text: string, limit: number) => (await search(text, limit)).items;

/** Patients by name, telephone number, identifier and date of birth, in whatever order these are typed. */
async function search(
  text: string,
  limit: number,
  cursor?: string,
  signal?: AbortSignal,
): Promise<Page<PatientSummary>> {
  const { q, birthDate } = patientQueryOf(text, regional(i18n.global.locale.value));
  const query = { birthDate, limit, cursor };
  if (isSearchable(q)) {
    return body(api.GET('/api/patients/search', { params: { query: { ...query, q } }, signal }));
  }
  return birthDate ? body(api.GET('/api/patients', { params: { query }, signal })) : { items: [] };
}

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
  void queryClient.invalidateQueries({ queryKey: keys.changes(patient.id) });
}

/** The same for staff, who see who represents a patient without a contact: that is read with the record only. */
function onStoredByStaff(patient: Patient) {
  onStored(patient);
  if (!patient.emergencyContact) {
    void queryClient.invalidateQueries({ queryKey: keys.one(patient.id) });
  }
}

/** Changes a patient who is stored, or adds a new one. */
export const useSavePatient = () => useMutation({ mutationFn: store, onSuccess: onStoredByStaff });

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
    onSuccess: onStoredByStaff,
    onError: (_, { stored }) => queryClient.invalidateQueries({ queryKey: keys.one(stored.id) }),
  });

/** What was changed in a patient's data, latest first, as far as the reader sees it. */
export const changesQuery = (patientId: string) =>
  pagesOf<Schemas['PatientChange']>(keys.changes(patientId), (cursor, signal) =>
    body(
      api.GET('/api/patients/{patientId}/changes', {
        params: { path: { patientId }, query: { limit: 10, cursor } },
        signal,
      }),
    ),
  );

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

/** Whether a patient has an account or is invited to one. */
export const patientAccountQuery = (patientId: string) =>
  queryOptions({
    queryKey: keys.account(patientId),
    queryFn: ({ signal }) =>
      body(api.GET('/api/patients/{patientId}/account', { params: { path: { patientId } }, signal })),
  });

/** Mails a link to an account, which replaces an earlier one. */
export const useInvitePatient = () =>
  useMutation({
    mutationFn: (patientId: string) =>
      body(api.POST('/api/patients/{patientId}/account-invitation', { params: { path: { patientId } } })),
    onSuccess: (account) => queryClient.setQueryData(keys.account(account.patientId), account),
  });

/** Mails the link again by which a patient confirms the e-mail address. */
export const useRequestEmailConfirmation = () =>
  useMutation({
    mutationFn: (patientId: string) =>
      api.POST('/api/patients/{patientId}/email-confirmation', { params: { path: { patientId } } }),
  });

export const useWithdrawInvitation = () =>
  useMutation({
    mutationFn: (patientId: string) =>
      api.DELETE('/api/patients/{patientId}/account-invitation', { params: { path: { patientId } } }),
    onSuccess: (_, patientId) => queryClient.invalidateQueries({ queryKey: keys.account(patientId) }),
  });

/** Who may be the same person as one who is to be added. */
export const findDuplicates = async (details: Schemas['PatientDetails']) =>
  (await body(api.POST('/api/patients/duplicate-check', { body: details }))).items;

/** Pairs of records that may be of the same person. */
export const duplicatesQuery = () =>
  pagesOf<Schemas['Duplicate']>(keys.duplicates, (cursor, signal) =>
    body(api.GET('/api/patients/duplicates', { params: { query: { limit: 30, cursor } }, signal })),
  );

/** Notes that two records are of different persons. */
export const useDismissDuplicate = () =>
  useMutation({
    mutationFn: (duplicateId: string) =>
      api.POST('/api/patients/duplicates/{duplicateId}/dismissal', { params: { path: { duplicateId } } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.duplicates }),
  });

/** What merging a record into another would find in its way. */
export const mergePreviewQuery = (into: string, from: string) =>
  queryOptions({
    queryKey: [...keys.merges(into), 'preview', from],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/patients/{patientId}/merge-preview', {
          params: { path: { patientId: into }, query: { from } },
          signal,
        }),
      ),
    staleTime: 0,
  });

/** Everything that shows patients may have changed. */
const onMerge = () => queryClient.invalidateQueries();

export const useMergePatients = () =>
  useMutation({
    mutationFn: ({ into, ...merge }: { into: string; from: string; account?: 'FROM' | 'INTO' }) =>
      body(
        api.POST('/api/patients/{patientId}/merges', { params: { path: { patientId: into } }, body: merge }),
      ),
    onSuccess: onMerge,
  });

/** The records that were merged into one, latest first. */
export const mergesQuery = (patientId: string) =>
  queryOptions({
    queryKey: keys.merges(patientId),
    queryFn: async ({ signal }) =>
      (await body(api.GET('/api/patients/{patientId}/merges', { params: { path: { patientId } }, signal })))
        .items,
  });

export const useUndoMerge = () =>
  useMutation({
    mutationFn: ({ id: mergeId, patientId }: Schemas['Merge']) =>
      body(
        api.POST('/api/patients/{patientId}/merges/{mergeId}/undoing', {
          params: { path: { patientId, mergeId } },
        }),
      ),
    onSuccess: onMerge,
  });
