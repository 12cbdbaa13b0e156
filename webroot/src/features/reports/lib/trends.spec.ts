import { describe, expect, it } from 'vitest';
import { addDays } from '@/shared/lib/time';
import {
  differenceOf,
  missedFinding,
  occupancyFinding,
  occupancyOf,
  trendOf,
  visitsFinding,
  visitsOf,
  weekBefore,
  type OverviewDay,
} from './trends';

const today = '2026-11-24';
/** 30 days before today and 7 from today on, each made from how far it is from today. */
const days = (of: (distance: number) => Partial<OverviewDay>): OverviewDay[] =>
  Array.from({ length: 37 }, (_, index) => ({
    date: addDays(today, index - 30),
    byStatus: {},
    bookedMinutes: 0,
    offeredMinutes: 0,
    ...of(index - 30),
  }));

describe('trends', () => {
  it.each([
    [12, 10, { direction: 'up', percent: 20 }],
    [5, 10, { direction: 'down', percent: 50 }],
    [10, 10, { direction: 'same', percent: 0 }],
    [1001, 1000, { direction: 'same', percent: 0 }],
    [3, 0, { direction: 'up', percent: null }],
    [0, 0, { direction: 'same', percent: null }],
  ])('%i after %i', (now, before, trend) => {
    expect(trendOf(now, before)).toEqual(trend);
  });

  it.each([
    [63, 39, { direction: 'up', points: 24 }],
    [39, 63, { direction: 'down', points: 24 }],
    [0, 0, { direction: 'same', points: 0 }],
    [null, 39, undefined],
    [63, null, undefined],
  ])('rates differ in points: %s after %s', (now, before, difference) => {
    expect(differenceOf(now, before)).toEqual(difference);
  });

  it('count everything but what was cancelled', () => {
    const day = { byStatus: { BOOKED: 2, COMPLETED: 3, NO_SHOW: 1, CANCELLED: 9 } } as unknown as OverviewDay;
    expect(visitsOf(day)).toBe(6);
    expect(visitsOf(undefined)).toBe(0);
  });

  it('compare with the same weekday a week ago', () => {
    expect(
      weekBefore(
        days(() => ({})),
        today,
      )?.date,
    ).toBe('2026-11-17');
  });

  it('compare two weeks with the two before, today and what is ahead left out', () => {
    const byDistance = (distance: number) =>
      distance >= 0 ? 99 : distance >= -14 ? 12 : distance >= -28 ? 10 : 99;
    const some = days((distance) => ({ byStatus: { COMPLETED: byDistance(distance) } }));
    expect(visitsFinding(some, today)).toEqual({ trend: { direction: 'up', percent: 20 }, perDay: 12 });
  });

  it('count visits a day only over days with visits', () => {
    const some = days((distance) => ({ byStatus: { COMPLETED: distance % 2 ? 10 : 0 } }));
    expect(visitsFinding(some, today).perDay).toBe(10);
  });

  it('find how full the days ahead are and which has most room', () => {
    const some = days((distance) => ({ offeredMinutes: 100, bookedMinutes: distance === 3 ? 10 : 90 }));
    expect(occupancyFinding(some, today)).toEqual({ percent: 79, emptiest: addDays(today, 3) });
    expect(
      occupancyFinding(
        days(() => ({})),
        today,
      ),
    ).toEqual({ percent: null, emptiest: null });
    expect(occupancyOf({ bookedMinutes: 0, offeredMinutes: 0 })).toBeNull();
  });

  it('find how many did not come', () => {
    const some = days((distance) => ({ byStatus: { COMPLETED: 9, NO_SHOW: distance >= -14 ? 1 : 0 } }));
    expect(missedFinding(some, today)).toEqual({ now: 10, before: 0 });
  });
});
