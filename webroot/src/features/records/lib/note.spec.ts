import { describe, expect, it } from 'vitest';
import { emptyNote, expansion, followUpDay, withParts } from './note';

const snippet = { id: '1', scope: 'OWN' as const, key: 'bp', text: 'Blood pressure normal.', version: 1 };

describe('a snippet', () => {
  it('replaces its key before the caret', () => {
    expect(expansion('Heart: .bp later', 10, [snippet])).toEqual({ from: 7, text: 'Blood pressure normal.' });
    expect(expansion('.bp', 3, [snippet])?.text).toBe('Blood pressure normal.');
  });

  it('leaves other words alone', () => {
    expect(expansion('e.bp', 4, [snippet])).toBeNull();
    expect(expansion('.bpx', 4, [snippet])).toBeNull();
    expect(expansion('bp', 2, [snippet])).toBeNull();
    expect(expansion('.bp', 2, [snippet])).toBeNull();
  });

  it('does not become nothing where it was damaged', () => {
    const damaged = { ...snippet, id: '2', text: '', unreadable: true };
    expect(expansion('.bp', 3, [damaged])).toBeNull();
    expect(expansion('.bp', 3, [damaged, snippet])?.text).toBe('Blood pressure normal.');
  });
});

describe('as last time', () => {
  it('adds chosen parts and loses nothing', () => {
    const note = { ...emptyNote(), plan: 'Rest', subjective: 'Tired' };
    const last = {
      ...emptyNote(),
      plan: 'Walk daily',
      subjective: 'Well',
      diagnoses: [{ text: 'Flu', certainty: 'CONFIRMED' as const, problem: false }],
      followUp: { amount: 2, unit: 'WEEKS' as const },
    };
    const copied = withParts(note, last, ['plan', 'diagnoses', 'followUp']);
    expect(copied.plan).toBe('Rest\nWalk daily');
    expect(copied.subjective).toBe('Tired');
    expect(copied.diagnoses).toEqual(last.diagnoses);
    expect(copied.diagnoses[0]).not.toBe(last.diagnoses[0]);
    expect(copied.followUp).toEqual(last.followUp);
    expect(note.plan).toBe('Rest');
  });
});

describe('the day of a follow-up', () => {
  it.each([
    [{ amount: 6, unit: 'WEEKS' as const }, '2027-01-05'],
    [{ amount: 3, unit: 'DAYS' as const }, '2026-11-27'],
    [{ amount: 2, unit: 'MONTHS' as const }, '2027-01-24'],
    [{ date: '2027-03-01' }, '2027-03-01'],
    [{ note: 'when the results are there' }, null],
    [undefined, null],
  ])('of %j', (agreed, day) => {
    expect(followUpDay(agreed, '2026-11-24')).toBe(day);
  });

  it('is the last one of a shorter month', () => {
    expect(followUpDay({ amount: 1, unit: 'MONTHS' }, '2027-01-31')).toBe('2027-02-28');
    expect(followUpDay({ amount: 13, unit: 'MONTHS' }, '2027-01-31')).toBe('2028-02-29');
  });
});
