import type { Schemas } from '@/shared/api/client';
import { addDays, type Day } from '@/shared/lib/time';
import type { EncounterNote, NoteSnippet } from '../queries';

/** Parts of a note that are one text. */
export const textParts = ['reason', 'subjective', 'objective', 'assessment', 'plan'] as const;
export type TextPart = (typeof textParts)[number];

/** Parts that can be taken from an earlier note. */
export const copiedParts = [
  'subjective',
  'objective',
  'assessment',
  'diagnoses',
  'plan',
  'orders',
  'followUp',
] as const;
export type CopiedPart = (typeof copiedParts)[number];

/** A copy of what may be reactive. */
export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const emptyNote = (): EncounterNote => ({
  reason: '',
  subjective: '',
  objective: '',
  measurements: [],
  assessment: '',
  diagnoses: [],
  plan: '',
  orders: [],
});

/** Those parts of a note that can be taken from an earlier one or from a template. */
export type CopiedParts = Pick<EncounterNote, CopiedPart>;

export const isFilled = (note: CopiedParts, part: CopiedPart): boolean => {
  const value = note[part];
  return Array.isArray(value) || typeof value === 'string' ? value.length > 0 : Boolean(value);
};

export const emptyTemplate = (): CopiedParts => ({
  subjective: '',
  objective: '',
  assessment: '',
  diagnoses: [],
  plan: '',
  orders: [],
});

/** What a template can have of a note: everything that can be copied, but no day on which this patient comes again. */
export function templateOf(note: CopiedParts): CopiedParts {
  const { subjective, objective, assessment, diagnoses, plan, orders, followUp } = copyOf(note);
  const { amount, unit, note: remark } = followUp ?? {};
  return {
    ...{ subjective, objective, assessment, plan },
    diagnoses: diagnoses.filter(({ text }) => text.trim()),
    orders: orders.filter(({ text }) => text.trim()),
    ...(amount ? { followUp: { amount, unit, ...(remark ? { note: remark } : {}) } } : {}),
  };
}

/** The note with parts of an earlier one, or of a template. Texts are added to what is there; nothing that was written is lost. */
export function withParts<N extends CopiedParts>(
  note: N,
  earlier: CopiedParts,
  parts: readonly CopiedPart[] = copiedParts,
): N {
  const copied = copyOf(note);
  for (const part of parts) {
    if (part === 'diagnoses') {
      copied.diagnoses = [...note.diagnoses, ...copyOf(earlier.diagnoses)];
    } else if (part === 'orders') {
      copied.orders = [...note.orders, ...copyOf(earlier.orders)];
    } else if (part === 'followUp') {
      copied.followUp = note.followUp ?? (earlier.followUp && copyOf(earlier.followUp));
    } else {
      copied[part] = [note[part], earlier[part]].filter(Boolean).join('\n');
    }
  }
  return copied;
}

const typedKey = /(?:^|\s)\.([a-z0-9-]{1,20})$/;

/**
 * What takes the place of a snippet's key before the caret, such as `.bp`.
 *
 * @returns its text and from where on it replaces; null if there is no such key
 */
export function expansion(text: string, caret: number, snippets: readonly NoteSnippet[]) {
  const before = text.slice(0, caret);
  const key = typedKey.exec(before)?.[1];
  const snippet = key && snippets.find((one) => one.key === key && !one.unreadable);
  return snippet ? { from: before.length - key.length - 1, text: snippet.text } : null;
}

const days = { DAYS: 1, WEEKS: 7 } as const;

/** The day on which the patient comes again; null if none is stated. */
export function followUpDay(agreed: Schemas['FollowUp'] | undefined, from: Day): Day | null {
  if (agreed?.date) {
    return agreed.date;
  }
  if (!agreed?.amount || !agreed.unit) {
    return null;
  }
  if (agreed.unit !== 'MONTHS') {
    return addDays(from, agreed.amount * days[agreed.unit]);
  }
  const [year, month, day] = from.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + agreed.amount, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + agreed.amount, Math.min(day, last))).toISOString().slice(0, 10);
}
