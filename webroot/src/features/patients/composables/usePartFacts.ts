import { useI18n } from 'vue-i18n';
import type { Schemas } from '@/shared/api/client';
import { useFormat } from '@/shared/composables/useFormat';

/** The content of a part of a patient's data, or several, as names and values; what is not stated is left out. */
export function usePartFacts() {
  const { t } = useI18n();
  const format = useFormat();
  const day = (date?: string) => date && format.birthDate(date);
  const joined = (...values: (string | undefined)[]) => values.filter(Boolean).join(', ');

  return ({ identity, insurance, medicalHistory }: Schemas['ProposalDetails']) =>
    [
      { name: t('person.name'), value: identity && `${identity.givenName} ${identity.familyName}` },
      { name: t('person.birthDate'), value: day(identity?.birthDate) },
      { name: t('person.sex'), value: identity?.sex && t(`person.${identity.sex}`) },
      { name: t('person.identifier'), value: identity?.identifier },
      { name: t('patient.insurance'), value: joined(insurance?.provider, insurance?.number) },
      { name: t('patient.validUntil'), value: day(insurance?.validUntil) },
      { name: t('patient.conditions'), value: joined(...(medicalHistory?.conditions ?? [])) },
      { name: t('patient.allergies'), value: joined(...(medicalHistory?.allergies ?? [])) },
      { name: t('patient.medication'), value: joined(...(medicalHistory?.medication ?? [])) },
    ].filter((fact) => fact.value);
}
