import type { Doctor, Schemas } from '@/shared/api/client';

/** A doctor's details as a form holds them: all texts, lists a line each or with commas. */
export interface DoctorFields extends Record<string, unknown> {
  title: string;
  givenName: string;
  familyName: string;
  departmentId: string;
  specialization: string;
  qualifications: string;
  languages: string;
  practisingSince: string;
  biography: string;
  fee: { amount: string; currency: string };
  room: string;
  email: string;
  phone: string;
  photoUrl: string;
}

/** How many decimals a currency has; two for one that is not known. */
function decimals(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** An amount a person typed, with point or comma, in minor units; null if it is no amount. */
export function minorUnits(amount: string, currency: string): number | null {
  const plain = amount.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? Math.round(Number(plain) * 10 ** decimals(currency)) : null;
}

/** The fields of a doctor; `written` is how the reader's language writes a number with some decimals. */
export function doctorFields(
  written: (amount: number, decimals: number) => string,
  doctor?: Doctor,
  contact?: Schemas['DoctorContact'],
  departmentId = '',
): DoctorFields {
  const currency = doctor?.fee.currency ?? 'EUR';
  const amount = doctor ? doctor.fee.amount / 10 ** decimals(currency) : 0;
  return {
    title: doctor?.title ?? '',
    givenName: doctor?.givenName ?? '',
    familyName: doctor?.familyName ?? '',
    departmentId: doctor?.departmentId ?? departmentId,
    specialization: doctor?.specialization ?? '',
    qualifications: (doctor?.qualifications ?? []).join('\n'),
    languages: (doctor?.languages ?? []).join(', '),
    practisingSince: String(doctor?.practisingSince ?? ''),
    biography: doctor?.biography ?? '',
    fee: { amount: written(amount, decimals(currency)), currency },
    room: doctor?.room ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    photoUrl: doctor?.photoUrl ?? '',
  };
}

const parts = (text: string, separator: RegExp) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
export const languagesOf = (text: string) => parts(text, /[\s,;]+/);

/** The values of the fields, without empty ones. */
export function doctorDetails(fields: DoctorFields): Schemas['DoctorDetails'] {
  const text = (value: string) => value.trim() || undefined;
  const currency = fields.fee.currency.trim().toUpperCase();
  return {
    title: text(fields.title),
    givenName: fields.givenName.trim(),
    familyName: fields.familyName.trim(),
    departmentId: fields.departmentId,
    specialization: fields.specialization.trim(),
    qualifications: parts(fields.qualifications, /\n/),
    languages: languagesOf(fields.languages),
    practisingSince: fields.practisingSince ? Number(fields.practisingSince) : undefined,
    biography: text(fields.biography),
    fee: { amount: minorUnits(fields.fee.amount, currency) ?? 0, currency },
    room: text(fields.room),
    email: text(fields.email),
    phone: text(fields.phone),
    photoUrl: text(fields.photoUrl),
  };
}
