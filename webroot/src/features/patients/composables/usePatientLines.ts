import type { PatientSummary } from '@/shared/api/client';
import { useFormat } from '@/shared/composables/useFormat';

/** How a patient is written where one of several is chosen: name, and what tells namesakes apart. */
export function usePatientLines() {
  const format = useFormat();
  return {
    name: ({ givenName, familyName }: PatientSummary) => `${givenName} ${familyName}`,
    facts: ({ birthDate, phone, identifier }: PatientSummary) =>
      [birthDate && `${format.birthDate(birthDate)} (${format.age(birthDate)})`, phone, identifier]
        .filter(Boolean)
        .join(' · '),
  };
}
