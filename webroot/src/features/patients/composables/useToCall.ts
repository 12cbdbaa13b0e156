import { useI18n } from 'vue-i18n';
import type { Patient } from '@/shared/api/client';

export interface ToCall {
  key: string;
  name: string;
  /** What they are to the patient. */
  relation?: string;
  phone?: string;
}

/** Whom to call for a patient: the emergency contact, or without one those who represent the patient. */
export function useToCall() {
  const { t } = useI18n();
  return ({ emergencyContact: contact, representatives }: Patient): ToCall[] =>
    contact
      ? [{ key: contact.name, name: contact.name, relation: contact.relationship, phone: contact.phone }]
      : (representatives ?? []).map(({ representativeId, name, relation, phone }) => ({
          ...{ key: representativeId, name, phone },
          relation: t(`patient.representative.${relation}`),
        }));
}
