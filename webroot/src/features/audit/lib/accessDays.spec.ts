import { describe, expect, it } from 'vitest';
import type { Access } from '../queries';
import { accessDays } from './accessDays';

const zone = 'Europe/Berlin';
let last = 0;
const access = (at: string, more: Partial<Access> = {}): Access => ({
  ...{ id: `a${++last}`, at, name: 'Dr. Lindqvist', roles: ['DOCTOR'], part: 'RECORD', kind: 'READ' },
  ...{ purpose: 'TREATMENT' as const },
  ...more,
});

describe('accesses', () => {
  it('are one entry for a person and a day at the clinic, with what was done and how often', () => {
    const days = accessDays(
      [
        access('2026-11-24T08:00:00+01:00'),
        access('2026-11-23T23:30:00Z', { kind: 'CHANGE' }),
        access('2026-11-23T22:30:00Z'),
        access('2026-11-23T10:00:00Z', { part: 'APPOINTMENTS' }),
        access('2026-11-23T09:00:00Z'),
      ],
      zone,
    );
    expect(
      days.map(({ day, kinds }) => [day, kinds.map(({ part, kind, count }) => [part, kind, count])]),
    ).toEqual([
      [
        '2026-11-24',
        [
          ['RECORD', 'READ', 1],
          ['RECORD', 'CHANGE', 1],
        ],
      ],
      [
        '2026-11-23',
        [
          ['RECORD', 'READ', 2],
          ['APPOINTMENTS', 'READ', 1],
        ],
      ],
    ]);
    expect(days[1]!.kinds[0]).toMatchObject({
      first: '2026-11-23T09:00:00Z',
      last: '2026-11-23T22:30:00Z',
    });
  });

  it('of several people, and in an emergency, are told apart', () => {
    const at = '2026-11-24T08:00:00+01:00';
    const days = accessDays(
      [access(at), access(at, { purpose: 'EMERGENCY' }), access(at, { name: 'Dr. Ricci' }), access(at)],
      zone,
    );
    expect(
      days.map(({ name, kinds }) => [name, kinds.map(({ purpose, count }) => [purpose, count])]),
    ).toEqual([
      [
        'Dr. Lindqvist',
        [
          ['TREATMENT', 2],
          ['EMERGENCY', 1],
        ],
      ],
      ['Dr. Ricci', [['TREATMENT', 1]]],
    ]);
    expect(new Set(days.map(({ id }) => id)).size).toBe(2);
  });
});
