import type { Patient, PatientDetails, Schemas } from '@/shared/api/client';
import { allergyStateOf, type AllergyState } from '../lib/allergies';

/** The parts of a patient's data that the patient proposes to change. */
export type ProposedPart = 'IDENTITY' | 'INSURANCE' | 'MEDICAL_HISTORY';

/** Fields hold no undefined, and lists one entry on each line. */
export interface IdentityFields extends Record<string, unknown> {
  givenName: string;
  familyName: string;
  birthDate: string;
  sex: NonNullable<PatientDetails['sex']> | '';
  identifier: string;
}

export interface ContactFields extends Record<string, unknown> {
  phone: string;
  email: string;
  address: string;
  emergencyContact: { name: string; relationship: string; phone: string };
}

export interface InsuranceFields extends Record<string, unknown> {
  provider: string;
  number: string;
  validUntil: string;
}

export interface HistoryFields extends Record<string, unknown> {
  conditions: string;
  allergyState: AllergyState;
  allergies: string;
  medication: string;
}

/** Everything that the front desk edits. */
export interface PatientFields extends IdentityFields, ContactFields {
  insurance: InsuranceFields;
}

export const identityFields = (patient?: Patient): IdentityFields => ({
  givenName: patient?.givenName ?? '',
  familyName: patient?.familyName ?? '',
  birthDate: patient?.birthDate ?? '',
  sex: patient?.sex ?? '',
  identifier: patient?.identifier ?? '',
});

export const contactFields = (patient?: Patient): ContactFields => ({
  phone: patient?.phone ?? '',
  email: patient?.email ?? '',
  address: patient?.address ?? '',
  emergencyContact: {
    name: patient?.emergencyContact?.name ?? '',
    relationship: patient?.emergencyContact?.relationship ?? '',
    phone: patient?.emergencyContact?.phone ?? '',
  },
});

export const insuranceFields = (patient?: Patient): InsuranceFields => ({
  provider: patient?.insurance?.provider ?? '',
  number: patient?.insurance?.number ?? '',
  validUntil: patient?.insurance?.validUntil ?? '',
});

export const historyFields = (patient?: Patient): HistoryFields => ({
  conditions: lines(patient?.medicalHistory?.conditions),
  allergyState: allergyStateOf(patient?.medicalHistory),
  allergies: lines(patient?.medicalHistory?.allergies),
  medication: lines(patient?.medicalHistory?.medication),
});

export const patientFields = (patient?: Patient): PatientFields => ({
  ...identityFields(patient),
  ...contactFields(patient),
  insurance: insuranceFields(patient),
});

export const identityOf = (fields: IdentityFields): Schemas['Identity'] => ({
  givenName: fields.givenName.trim(),
  familyName: fields.familyName.trim(),
  birthDate: text(fields.birthDate),
  sex: fields.sex || undefined,
  identifier: text(fields.identifier),
});

export const contactOf = (fields: ContactFields): Schemas['Contact'] => ({
  phone: text(fields.phone),
  email: text(fields.email),
  address: text(fields.address),
  emergencyContact: isFilled(fields.emergencyContact)
    ? {
        name: fields.emergencyContact.name.trim(),
        relationship: text(fields.emergencyContact.relationship),
        phone: fields.emergencyContact.phone.trim(),
      }
    : undefined,
});

export const insuranceOf = (fields: InsuranceFields): Schemas['Insurance'] => ({
  provider: fields.provider.trim(),
  number: text(fields.number),
  validUntil: text(fields.validUntil),
});

export const historyOf = (fields: HistoryFields): Schemas['MedicalHistory'] => ({
  conditions: list(fields.conditions),
  allergies: fields.allergyState === 'LIST' ? list(fields.allergies) : [],
  noKnownAllergies: fields.allergyState === 'NONE' || undefined,
  medication: list(fields.medication),
});

/** The details to save; empty fields and groups are left out. */
export const detailsOf = (fields: PatientFields): PatientDetails => ({
  ...identityOf(fields),
  ...contactOf(fields),
  insurance: isFilled(fields.insurance) ? insuranceOf(fields.insurance) : undefined,
});

/** Whether anything is entered in a group of fields. */
export const isFilled = (group: Record<string, unknown>) =>
  Object.values(group).some((value) => typeof value === 'string' && value.trim());

const lines = (entries?: string[]) => (entries ?? []).join('\n');

const text = (value: string) => value.trim() || undefined;

const list = (value: string) =>
  value
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
