import { expect, it } from 'vitest';
import { anyTime, isPreferred, type TimesWish } from './usePreferredTimes';

// 08:30 on a Tuesday in Berlin, in winter.
const start = '2026-11-24T07:30:00Z';
const suits = (wish: Partial<TimesWish>) => isPreferred(start, { ...anyTime(), ...wish }, 'Europe/Berlin');

it.each<[Partial<TimesWish>, boolean]>([
  [{}, true],
  [{ weekdays: ['TUESDAY', 'FRIDAY'] }, true],
  [{ weekdays: ['MONDAY'] }, false],
  [{ part: 'morning' }, true],
  [{ part: 'afternoon' }, false],
  [{ part: 'evening' }, false],
  [{ from: '2026-11-24', until: '2026-11-24' }, true],
  [{ from: '2026-11-25' }, false],
  [{ until: '2026-11-23' }, false],
  [{ weekdays: ['TUESDAY'], part: 'afternoon' }, false],
])('compares a start with preferred times: %j is %s', (wish, expected) => {
  expect(suits(wish)).toBe(expected);
});

it('reads the weekday in the clinic’s zone', () => {
  const late = '2026-11-23T23:30:00Z';
  expect(isPreferred(late, { ...anyTime(), weekdays: ['TUESDAY'] }, 'Europe/Berlin')).toBe(true);
  expect(isPreferred(late, { ...anyTime(), weekdays: ['MONDAY'] }, 'America/New_York')).toBe(true);
});
