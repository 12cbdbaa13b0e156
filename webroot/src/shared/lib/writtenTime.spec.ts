import { expect, it } from 'vitest';
import { writtenTime } from './writtenTime';

it.each([
  ['8:30', '08:30'],
  ['08.30', '08:30'],
  [' 0830 ', '08:30'],
  ['930', '09:30'],
  ['9', '09:00'],
  ['14 Uhr', '14:00'],
  ['14h30', '14:30'],
  ['9:05 pm', '21:05'],
  ['12 a.m.', '00:00'],
  ['0:00', '00:00'],
  ['24:00', '24:00'],
])('reads %s as %s', (text, time) => {
  expect(writtenTime(text)).toBe(time);
});

it.each(['', '25:00', '24:01', '8:60', '13 pm', '0 am', 'noon', '8:3', '08:30:15'])(
  'finds no time in "%s"',
  (text) => {
    expect(writtenTime(text)).toBeUndefined();
  },
);
