import type { Schemas } from '@/shared/api/client';
import type { Entry, EntryDetails, EntryKind } from '../queries';

type Condition = Schemas['EntryCondition'];

/** The fields of the form, of all kinds; empty where nothing is entered. */
export interface EntryFields extends Record<string, unknown> {
  condition: {
    text: string;
    /** Of the words that were chosen. */
    code?: Condition['code'];
    onset: string;
    resolved: string;
    clinicalStatus: Condition['clinicalStatus'];
    certainty: Condition['certainty'];
    note: string;
  };
  immunization: { vaccine: string; givenOn: string; lot: string; note: string };
  familyHistory: {
    relative: Schemas['EntryFamilyHistory']['relative'];
    condition: string;
    age: string;
    note: string;
  };
  socialHistory: {
    smoking: Schemas['EntrySocialHistory']['smoking'] | '';
    alcohol: Schemas['EntrySocialHistory']['alcohol'] | '';
    occupation: string;
    note: string;
  };
}

export const parts = {
  CONDITION: 'condition',
  IMMUNIZATION: 'immunization',
  FAMILY_HISTORY: 'familyHistory',
  SOCIAL_HISTORY: 'socialHistory',
} as const satisfies Record<EntryKind, keyof EntryDetails>;

export function fieldsOf(entry: Entry | undefined, today: string): EntryFields {
  const { condition, immunization, familyHistory, socialHistory } = entry?.details ?? {};
  return {
    condition: {
      text: condition?.text ?? condition?.code?.display ?? '',
      code: condition?.code,
      onset: condition?.onset ?? '',
      resolved: condition?.resolved ?? '',
      clinicalStatus: condition?.clinicalStatus ?? 'ACTIVE',
      certainty: condition?.certainty ?? 'CONFIRMED',
      note: condition?.note ?? '',
    },
    immunization: {
      vaccine: immunization?.vaccine ?? immunization?.code?.display ?? '',
      givenOn: immunization?.givenOn ?? today,
      lot: immunization?.lot ?? '',
      note: immunization?.note ?? '',
    },
    familyHistory: {
      relative: familyHistory?.relative ?? 'MOTHER',
      condition: familyHistory?.condition ?? '',
      age: familyHistory?.age === undefined ? '' : String(familyHistory.age),
      note: familyHistory?.note ?? '',
    },
    socialHistory: {
      smoking: socialHistory?.smoking ?? '',
      alcohol: socialHistory?.alcohol ?? '',
      occupation: socialHistory?.occupation ?? '',
      note: socialHistory?.note ?? '',
    },
  };
}

/** What was entered, without what is empty; a code stays while its words do. */
export function detailsOf(kind: EntryKind, fields: EntryFields, stored?: Entry): EntryDetails {
  const part = parts[kind];
  const entered = Object.fromEntries(
    Object.entries(fields[part])
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value])
      .filter(([, value]) => value !== '' && value !== undefined),
  );
  if (kind === 'FAMILY_HISTORY' && entered.age !== undefined) {
    entered.age = Number(entered.age);
  }
  if (kind === 'CONDITION' && entered.clinicalStatus !== 'RESOLVED') {
    delete entered.resolved;
  }
  const code = entered.code ?? stored?.details.immunization?.code;
  if (code && (entered.text ?? entered.vaccine) === code.display) {
    entered.code = code;
  } else {
    delete entered.code;
  }
  return { [part]: entered } as EntryDetails;
}
