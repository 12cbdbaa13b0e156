import { describe, expect, it } from 'vitest';
import { planOf, slotsIn } from './dayPlan';
import { instantAt } from '@/shared/lib/time';
import { hoursOf } from './weekHours';

const zone = 'Europe/Berlin';
const tuesday = '2026-11-24';
const rules = {
  hours: hoursOf([
    { weekday: 'TUESDAY', opens: '08:00', closes: '12:00' },
    { weekday: 'TUESDAY', opens: '14:00', closes: '16:00', validFrom: '2026-12-01' },
  ]),
  visitMinutes: 30,
  bufferMinutes: 0,
  exceptions: [],
  holidays: [],
  zone,
};
const at = (day: string, minute: number) => instantAt(day, minute, zone).toISOString();
const exception = (kind: 'LEAVE' | 'EXTRA_HOURS', start: string, end: string) => ({ kind, start, end });

describe('what a day will offer', () => {
  it('is cut into visits with the buffer between them', () => {
    expect(slotsIn({ start: 0, end: 100 }, 30, 10)).toEqual([
      { start: 0, end: 30 },
      { start: 40, end: 70 },
    ]);
    expect(slotsIn({ start: 0, end: 100 }, 0, 0)).toEqual([]);
  });

  it('follows the weekday and the dates between which hours hold', () => {
    expect(planOf(tuesday, rules).visits).toBe(8);
    expect(planOf('2026-12-01', rules).visits).toBe(12);
    expect(planOf('2026-11-25', rules)).toMatchObject({ open: [], visits: 0 });
  });

  it('leaves out what meets leave, also leave that began days before', () => {
    const part = exception('LEAVE', at(tuesday, 585), at(tuesday, 600));
    expect(planOf(tuesday, { ...rules, exceptions: [part] }).visits).toBe(7);
    const days = exception('LEAVE', at('2026-11-20', 0), at(tuesday, 600));
    expect(planOf(tuesday, { ...rules, exceptions: [days] })).toMatchObject({
      leave: [{ start: 0, end: 600 }],
      visits: 4,
    });
  });

  it('adds extra hours only outside the weekly ones', () => {
    const extra = exception('EXTRA_HOURS', at(tuesday, 660), at(tuesday, 780));
    expect(planOf(tuesday, { ...rules, exceptions: [extra] })).toMatchObject({
      open: [
        { start: 480, end: 720 },
        { start: 720, end: 780 },
      ],
      visits: 10,
    });
  });

  it('is closed on a holiday but for extra hours', () => {
    const holidays = [{ day: tuesday, name: 'Founders’ day' }];
    expect(planOf(tuesday, { ...rules, holidays })).toMatchObject({ holiday: 'Founders’ day', visits: 0 });
    const extra = exception('EXTRA_HOURS', at(tuesday, 540), at(tuesday, 600));
    expect(planOf(tuesday, { ...rules, holidays, exceptions: [extra] }).visits).toBe(2);
  });
});

describe('a local time', () => {
  it.each([
    ['2026-11-24', 600, '2026-11-24T09:00:00.000Z'],
    ['2026-11-24', 1440, '2026-11-24T23:00:00.000Z'],
    ['2026-03-29', 600, '2026-03-29T08:00:00.000Z'],
    ['2026-10-25', 600, '2026-10-25T09:00:00.000Z'],
  ])('%s, minute %i is %s, also when the clock changes', (day, minute, instant) => {
    expect(instantAt(day, minute, zone).toISOString()).toBe(instant);
  });
});
