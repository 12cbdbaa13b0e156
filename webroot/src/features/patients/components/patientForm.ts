import type { Patient, PatientDetails } from '@/shared/api/client';

/** A patient's details as a form holds them: no undefined, lists a line each. */
export interface PatientFields extends Record<string, unknown> {
  givenName: string;
  familyName: string;
  birthDate: string;
  sex: NonNullable<PatientDetails['sex']> | '';
  phone: string;
  email: string;
  address: string;
  identifier: string;
  insurance: { provider: string; number: string; validUntil: string };
  emergencyContact: { name: string; relationship: string; phone: string };
  medicalHistory: { conditions: string; allergies: string; medication: string };
}

/** The fields of a patient, or empty ones. */
export function fieldsOf(patient?: Patient | null): PatientFields {
  const lines = (list?: string[]) => (list ?? []).join('\n');
  return {
    givenName: patient?.givenName ?? '',
    familyName: patient?.familyName ?? '',
    birthDate: patient?.birthDate ?? '',
    sex: patient?.sex ?? '',
    phone: patient?.phone ?? '',
    email: patient?.email ?? '',
    address: patient?.address ?? '',
    identifier: patient?.identifier ?? '',
    insurance: {
      provider: patient?.insurance?.provider ?? '',
      number: patient?.insurance?.number ?? '',
      validUntil: patient?.insurance?.validUntil ?? '',
    },
    emergencyContact: {
      name: patient?.emergencyContact?.name ?? '',
      relationship: patient?.emergencyContact?.relationship ?? '',
      phone: patient?.emergencyContact?.phone ?? '',
    },
    medicalHistory: {
      conditions: lines(patient?.medicalHistory.conditions),
      allergies: lines(patient?.medicalHistory.allergies),
      medication: lines(patient?.medicalHistory.medication),
    },
  };
}

/** The values of the fields, without empty ones. */
export function detailsOf(fields: PatientFields): PatientDetails {
  const text = (value: string) => value.trim() || undefined;
  const list = (value: string) =>
    value
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  const { insurance, emergencyContact, medicalHistory } = fields;
  const insured = Object.values(insurance).some((value) => value.trim());
  const contact = Object.values(emergencyContact).some((value) => value.trim());
  return {
    givenName: fields.givenName.trim(),
    familyName: fields.familyName.trim(),
    birthDate: text(fields.birthDate),
    sex: fields.sex || undefined,
    phone: text(fields.phone),
    email: text(fields.email),
    address: text(fields.address),
    identifier: text(fields.identifier),
    insurance: insured
      ? {
          provider: insurance.provider.trim(),
          number: text(insurance.number),
          validUntil: text(insurance.validUntil),
        }
      : undefined,
    emergencyContact: contact
      ? {
          name: emergencyContact.name.trim(),
          relationship: text(emergencyContact.relationship),
          phone: emergencyContact.phone.trim(),
        }
      : undefined,
    medicalHistory: {
      conditions: list(medicalHistory.conditions),
      allergies: list(medicalHistory.allergies),
      medication: list(medicalHistory.medication),
    },
  };
}
