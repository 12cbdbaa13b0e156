import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import type { Locale } from '@/shared/locales';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

export type Medication = Schemas['Medication'];
export type Prescription = Schemas['Prescription'];
export type Dosage = Schemas['Dosage'];

const keys = {
  medications: ['medications'] as const,
  prescriptions: (patientId: string) => ['prescriptions', patientId] as const,
};

/** Of a patient's prescriptions. */
export const prescriptionsKey = keys.prescriptions;

const found = 12;

/** The catalogue page by page: by name, or the best matches of a search. */
export const medicationPagesQuery = (q: string) =>
  pagesOf<Medication>([...keys.medications, 'pages', q], (cursor, signal) => {
    const query = { q: q || undefined, inactive: true, limit: 50, cursor };
    return body(api.GET('/api/medications', { params: { query }, signal }));
  });

export const findMedications = async (q: string) =>
  (await body(api.GET('/api/medications', { params: { query: { q, limit: found } } }))).items;

export const fetchMedication = (medicationId: string) =>
  body(api.GET('/api/medications/{medicationId}', { params: { path: { medicationId } } }));

interface SavedMedication {
  details: Schemas['MedicationDetails'];
  /** What is stored, if it is not new. */
  stored?: Medication;
}

export const useSaveMedication = () =>
  useMutation({
    mutationFn: ({ details, stored }: SavedMedication) => {
      if (!stored) {
        return body(api.POST('/api/medications', { body: details }));
      }
      const params = { path: { medicationId: stored.id }, header: { 'If-Match': etag(stored.version) } };
      return body(api.PUT('/api/medications/{medicationId}', { params, body: details }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.medications }),
  });

/** What a dosage says and needs; the old answer stays while the next one is on its way. */
export const dosageQuery = (dosage: Dosage | undefined, language: Locale) =>
  queryOptions({
    queryKey: ['dosage', dosage, language] as const,
    queryFn: ({ signal }) =>
      body(api.POST('/api/dosages/description', { body: { dosage: dosage!, language }, signal })),
    enabled: dosage !== undefined,
    staleTime: Infinity,
    retry: false,
    placeholderData: (before) => (dosage ? before : undefined),
  });

/** A patient's prescriptions, the latest first. */
/** A patient's prescriptions, or those of a status. */
export const prescriptionPagesQuery = (
  patientId: string,
  language: Locale,
  status?: Schemas['PrescriptionStatus'],
) =>
  pagesOf<Prescription>([...keys.prescriptions(patientId), language, status], (cursor, signal) => {
    const params = { path: { patientId }, query: { status, language, limit: 50, cursor } };
    return body(api.GET('/api/patients/{patientId}/prescriptions', { params, signal }));
  });

export const readAgain = (patientId: string) =>
  queryClient.invalidateQueries({ queryKey: keys.prescriptions(patientId) });

interface SavedDraft {
  patientId: string;
  details: Schemas['PrescriptionDetails'];
  /** What is stored, if it is not new. */
  stored?: Prescription;
}

const versionOf = ({ id, version }: Prescription) => ({
  path: { prescriptionId: id },
  header: { 'If-Match': etag(version) },
});

export const useSaveDraft = () =>
  useMutation({
    mutationFn: ({ patientId, details, stored }: SavedDraft) =>
      stored
        ? body(api.PUT('/api/prescriptions/{prescriptionId}', { params: versionOf(stored), body: details }))
        : body(
            api.POST('/api/patients/{patientId}/prescriptions', {
              params: { path: { patientId } },
              body: details,
            }),
          ),
    onSuccess: ({ patientId }) => readAgain(patientId),
  });

export const useRemoveDraft = () =>
  useMutation({
    mutationFn: ({ id }: Prescription) =>
      api.DELETE('/api/prescriptions/{prescriptionId}', { params: { path: { prescriptionId: id } } }),
    onSuccess: (_, { patientId }) => readAgain(patientId),
  });

export const useSignPrescription = () =>
  useMutation({
    mutationFn: (draft: Prescription) =>
      body(api.POST('/api/prescriptions/{prescriptionId}/sign', { params: versionOf(draft) })),
    onSuccess: ({ patientId }) => readAgain(patientId),
  });

export type End = 'CANCELLED' | 'STOPPED' | 'ENTERED_IN_ERROR';

export const useEndPrescription = () =>
  useMutation({
    mutationFn: ({ signed, ...end }: { signed: Prescription; status: End; reason: string }) =>
      body(api.POST('/api/prescriptions/{prescriptionId}/cancel', { params: versionOf(signed), body: end })),
    onSuccess: ({ patientId }) => readAgain(patientId),
  });

export const useRenewPrescription = () =>
  useMutation({
    mutationFn: ({ signed, encounterId }: { signed: Prescription; encounterId?: string }) =>
      body(
        api.POST('/api/prescriptions/{prescriptionId}/renew', {
          params: { path: { prescriptionId: signed.id } },
          body: { encounterId },
        }),
      ),
    onSuccess: ({ patientId }) => readAgain(patientId),
  });
