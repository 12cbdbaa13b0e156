import { expect, it } from 'vitest';
import { writtenDate, writtenDay } from './writtenDay';

it.each([
  ['15.3.1984', 'de', '1984-03-15'],
  ['15/03/1984', 'en-GB', '1984-03-15'],
  ['3/15/1984', 'en-US', '1984-03-15'],
  ['4/5/2026', 'en-US', '2026-04-05'],
  ['4/5/2026', 'en-GB', '2026-05-04'],
  [' 15 3 1984 ', 'es', '1984-03-15'],
  ['15. 3. 1984', 'de', '1984-03-15'],
  ['1984-3-15', 'es', '1984-03-15'],
  // What is a day in the other order only.
  ['12/31/2026', 'en-GB', '2026-12-31'],
])('reads %s in %s as %s', (text, locale, day) => {
  expect(writtenDay(text, locale)).toBe(day);
});

it.each(['', '31.2.2026', '15.3.', '15.3.84', 'tomorrow', '32/13/2026'])('finds no day in "%s"', (text) => {
  expect(writtenDay(text, 'de')).toBeUndefined();
});

it.each([
  ['2019', '2019'],
  ['4.2019', '2019-04'],
  ['04/2019', '2019-04'],
  ['2019-4', '2019-04'],
  ['30. 4. 2019', '2019-04-30'],
  ['2019-04-30', '2019-04-30'],
])('reads %s as the date %s', (text, date) => {
  expect(writtenDate(text, 'de')).toBe(date);
});

it.each(['', '19', '13.2019', '31.4.2019', 'last year'])('finds no date in "%s"', (text) => {
  expect(writtenDate(text, 'de')).toBeUndefined();
});
