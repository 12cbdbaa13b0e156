import { describe, expect, it } from 'vitest';
import type { Entry } from '../queries';
import { detailsOf, fieldsOf } from './entryForm';

const today = '2026-11-30';
const coded = {
  details: {
    condition: {
      code: { system: 'demo', code: 'R10', display: 'Asthma' },
      clinicalStatus: 'ACTIVE',
      certainty: 'CONFIRMED',
    },
  },
} as Entry;

describe('the form of an entry', () => {
  it('sends what was entered and nothing that is empty', () => {
    const fields = fieldsOf(undefined, today);
    fields.familyHistory.condition = ' Stroke ';
    fields.familyHistory.age = '61';
    expect(detailsOf('FAMILY_HISTORY', fields)).toEqual({
      familyHistory: { relative: 'MOTHER', condition: 'Stroke', age: 61 },
    });
    expect(detailsOf('SOCIAL_HISTORY', fields)).toEqual({ socialHistory: {} });
  });

  it('keeps the code while its words stay, and drops it with them', () => {
    const fields = fieldsOf(coded, today);
    expect(detailsOf('CONDITION', fields, coded).condition!.code!.code).toBe('R10');
    fields.condition.text = 'Allergic asthma';
    expect(detailsOf('CONDITION', fields, coded).condition!.code).toBeUndefined();
  });

  it('sends the code of words that were chosen', () => {
    const fields = fieldsOf(undefined, today);
    fields.condition.text = 'Asthma';
    fields.condition.code = { system: 'demo', code: 'R10', display: 'Asthma' };
    expect(detailsOf('CONDITION', fields).condition).toMatchObject({
      text: 'Asthma',
      code: { system: 'demo', code: 'R10', display: 'Asthma' },
    });
    fields.condition.text = 'Asthma since childhood';
    expect(detailsOf('CONDITION', fields).condition!.code).toBeUndefined();
  });

  it('has an end only for what is resolved', () => {
    const fields = fieldsOf(coded, today);
    fields.condition.resolved = '2024';
    expect(detailsOf('CONDITION', fields, coded).condition!.resolved).toBeUndefined();
    fields.condition.clinicalStatus = 'RESOLVED';
    expect(detailsOf('CONDITION', fields, coded).condition!.resolved).toBe('2024');
  });
});
