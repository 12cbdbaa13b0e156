import { useI18n } from 'vue-i18n';
import type { Schemas } from '@/shared/api/client';
import { useFormat } from '@/shared/composables/useFormat';
import { allergyStateOf } from '../lib/allergies';
import type { Fact } from '../lib/differences';

/** The content of a part of a patient's data, or several, as names and values; what is not stated is left out. */
export function usePartFacts() {
  const { t } = useI18n();
  const format = useFormat();
  const day = (date?: string) => date && format.birthDate(date);
  const joined = (...values: (string | undefined)[]) => values.filter(Boolean).join(', ');

  const emergency = (contact?: Schemas['EmergencyContact']) =>
    joined(contact?.name, contact?.relationship, contact?.phone);

  function allergies(history: Schemas['MedicalHistory']) {
    switch (allergyStateOf(history)) {
      case 'LIST':
        return joined(...(history.allergies ?? []));
      case 'NONE':
        return t('allergy.NONE');
      default:
        return t('allergy.own');
    }
  }

  return ({ identity, contact, insurance, medicalHistory }: Schemas['PartContent']) =>
    [
      { name: t('person.name'), value: identity && `${identity.givenName} ${identity.familyName}` },
      { name: t('person.birthDate'), value: day(identity?.birthDate) },
      { name: t('person.sex'), value: identity?.sex && t(`person.${identity.sex}`) },
      { name: t('person.identifier'), value: identity?.identifier },
      { name: t('person.phone'), value: contact?.phone },
      { name: t('person.email'), value: contact?.email },
      { name: t('person.address'), value: contact?.address },
      { name: t('patient.emergency'), value: emergency(contact?.emergencyContact) },
      { name: t('patient.insurance'), value: joined(insurance?.provider, insurance?.number) },
      { name: t('patient.validUntil'), value: day(insurance?.validUntil) },
      { name: t('patient.conditions'), value: joined(...(medicalHistory?.conditions ?? [])) },
      { name: t('patient.allergies'), value: medicalHistory && allergies(medicalHistory) },
      { name: t('patient.medication'), value: joined(...(medicalHistory?.medication ?? [])) },
    ].filter((fact): fact is Fact => Boolean(fact.value));
}
