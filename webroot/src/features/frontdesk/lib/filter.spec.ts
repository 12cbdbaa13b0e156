import { describe, expect, it } from 'vitest';
import { filterOf } from './filter';

const patient = '00000003-0000-7000-8000-000000000000';
const today = '2026-11-23';

describe('the search for appointments', () => {
  it.each([
    [{}, today, 'earliest'],
    [{ status: 'BOOKED' }, today, 'earliest'],
    [{ from: '2026-12-01' }, '2026-12-01', 'earliest'],
    [{ from: '2026-11-01' }, '2026-11-01', 'latest'],
    [{ from: 'any' }, undefined, 'latest'],
    [{ from: 'nonsense' }, today, 'earliest'],
    [{ until: '2026-11-01' }, undefined, 'latest'],
    [{ patient }, undefined, 'latest'],
    [{ patient, from: today }, today, 'earliest'],
    [{ order: 'latest' }, today, 'latest'],
  ])('by %o is from %s on, the %s first', (query, from, order) => {
    expect(filterOf(query, today)).toMatchObject({ from, order });
  });
});
