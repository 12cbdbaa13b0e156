import type { Schemas } from '@/shared/api/client';

type Encounter = Schemas['Encounter'];
type Prescription = Schemas['Prescription'];
type MedicalOrder = Schemas['MedicalOrder'];
export type LetterKind = Schemas['LetterKind'];
export type EncounterPart = Schemas['EncounterPart'];

/** What a letter needs beside the text; each kind uses some of it. */
export interface LetterDraft extends Record<string, unknown> {
  kind: LetterKind;
  encounterId: string;
  prescriptionId: string;
  parts: EncounterPart[];
  recipient: string;
  text: string;
  from: string;
  until: string;
  released: boolean;
}

/** The parts of an encounter that say something. `valid` are the patient's valid prescriptions. */
export function partsOf({ id, note, entries }: Encounter, valid: Prescription[]): EncounterPart[] {
  const said: [EncounterPart, unknown][] = [
    ['REASON', note.reason.trim()],
    ['FINDINGS', note.objective.trim()],
    ['DIAGNOSES', note.diagnoses.length],
    ['ASSESSMENT', note.assessment.trim()],
    ['PLAN', note.plan.trim()],
    ['PRESCRIPTIONS', valid.some(({ encounterId }) => encounterId === id)],
    ['ADDENDA', entries.length],
  ];
  return said.filter(([, says]) => says).map(([part]) => part);
}

/** The parts that a letter has unless the doctor chooses others. */
const usual: EncounterPart[] = ['DIAGNOSES', 'PLAN', 'PRESCRIPTIONS', 'ADDENDA'];

export const referralsOf = (encounter?: Encounter): MedicalOrder[] =>
  encounter?.note.orders.filter(({ kind }) => kind === 'REFERRAL') ?? [];

/** What a letter takes from a signed encounter. The doctor can change it before it is issued. */
export function filled(
  kind: LetterKind,
  encounter: Encounter | undefined,
  valid: Prescription[],
  today: string,
): Partial<LetterDraft> {
  const sickNote = kind === 'SICK_NOTE' ? encounter?.note.sickNote : undefined;
  const [referral] = kind === 'REFERRAL' ? referralsOf(encounter) : [];
  const text = referral?.text ?? sickNote?.note;
  return {
    parts: encounter ? partsOf(encounter, valid).filter((part) => usual.includes(part)) : [],
    from: sickNote?.from ?? today,
    until: sickNote?.until ?? today,
    ...(referral?.recipient ? { recipient: referral.recipient } : {}),
    ...(text ? { text } : {}),
  };
}

/** The request for a letter: only what its kind uses. */
export function letterOf(draft: LetterDraft) {
  const { kind, released } = draft;
  const text = draft.text.trim() || undefined;
  const encounterId = draft.encounterId || undefined;
  switch (kind) {
    case 'PRESCRIPTION':
      return { kind, released, prescriptionId: draft.prescriptionId };
    case 'SICK_NOTE':
      return { kind, released, encounterId, text, from: draft.from, until: draft.until };
    case 'REFERRAL':
      return { kind, released, encounterId, text, recipient: draft.recipient.trim() };
    case 'VISIT_SUMMARY':
      return { kind, released, encounterId, text, ...(encounterId ? { parts: draft.parts } : {}) };
  }
}
