import type { Schemas } from '@/shared/api/client';

export const allergyStates = ['NOT_ASKED', 'NONE', 'LIST'] as const;
export type AllergyState = (typeof allergyStates)[number];

/** What is known about allergies: an empty list alone means that nobody asked. */
export function allergyStateOf(history?: Schemas['MedicalHistory']): AllergyState {
  if (history?.allergies?.length) {
    return 'LIST';
  }
  return history?.noKnownAllergies ? 'NONE' : 'NOT_ASKED';
}
