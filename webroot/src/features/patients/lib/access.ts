import type { Patient } from '@/shared/api/client';

/** Whether the caller, a doctor, only reads: in an emergency, or as a colleague of who treats the patient. */
export const isReadOnly = ({ emergencyAccessUntil, colleague }: Patient) =>
  Boolean(emergencyAccessUntil) || Boolean(colleague);

/** Whether the caller, a doctor, writes notes without a visit: also in an emergency, but not as a colleague. */
export const acceptsNotes = ({ colleague }: Pick<Patient, 'colleague'>) => !colleague;
