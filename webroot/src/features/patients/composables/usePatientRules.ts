import { useRules, type Rule } from '@/shared/composables/useForm';

type Groups = Record<string, unknown>;

/** The rules of the fields of a patient's data, by name. */
export function usePatientRules() {
  const { required, enter, email, phone } = useRules();
  const whenAnyOf =
    (group: string): Rule<Groups> =>
    (value, values) =>
      Object.values(values[group] as Record<string, string>).some((other) => other.trim())
        ? required(value)
        : null;
  return {
    enter,
    /** Required as soon as another field of its group is filled. */
    whenAnyOf,
    identity: { givenName: [enter('theGivenName')], familyName: [enter('theFamilyName')] },
    contact: {
      email: [email],
      phone: [phone],
      'emergencyContact.name': [whenAnyOf('emergencyContact')],
      'emergencyContact.phone': [whenAnyOf('emergencyContact'), phone],
    },
  };
}
