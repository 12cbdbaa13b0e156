import { describe, expect, it } from 'vitest';
import { addDays, hourOf, startOfDay } from './time';
import {
  heightBetween,
  hourMs,
  hoursOf,
  minuteMs,
  offsetAt,
  timeAt,
  visibleOffsetAt,
  type TimeScale,
} from './timeScale';

const zone = 'Europe/Berlin';
const wholeDay = (day: string) => ({
  from: startOfDay(day, zone).getTime(),
  until: startOfDay(addDays(day, 1), zone).getTime(),
  perMinute: 1.3,
});
const days = [
  ['2026-11-23', 24],
  ['2026-03-29', 23],
  ['2026-10-25', 25],
] as const;

const scales: [string, TimeScale][] = [
  ['of a wall clock', { from: 7 * hourMs, until: 19 * hourMs, perMinute: 2.4 }],
  ['of a whole wall clock', { from: 0, until: 24 * hourMs, perMinute: 0.8 }],
  ...days.map(([day, hours]): [string, TimeScale] => [`of a day with ${hours} hours`, wholeDay(day)]),
];

describe.each(scales)('a scale %s', (_, scale) => {
  const times: number[] = [];
  for (let at = scale.from - hourMs; at <= scale.until + hourMs; at += 7 * minuteMs) {
    times.push(at);
  }

  it('puts later times lower, by as much as lies between them', () => {
    times.slice(1).forEach((at, index) => {
      const before = times[index]!;
      expect(offsetAt(scale, at) - offsetAt(scale, before)).toBeCloseTo(7 * scale.perMinute);
      expect(heightBetween(scale, before, at)).toBeCloseTo(7 * scale.perMinute);
    });
  });

  it('begins at the top', () => expect(offsetAt(scale, scale.from)).toBe(0));

  it('finds the time at a place again', () => {
    times.forEach((at) => expect(timeAt(scale, offsetAt(scale, at))).toBeCloseTo(at, 0));
  });

  it('shows a time just where it is inside, both ends included', () => {
    [...times, scale.from, scale.until].forEach((at) => {
      const inside = at >= scale.from && at <= scale.until;
      expect(visibleOffsetAt(scale, at)).toBe(inside ? offsetAt(scale, at) : null);
    });
    expect(visibleOffsetAt(scale, scale.from - 1)).toBeNull();
    expect(visibleOffsetAt(scale, scale.until + 1)).toBeNull();
  });

  it('has its hours at equal distances, and none that it does not last', () => {
    const places = hoursOf(scale).map((hour) => offsetAt(scale, hour));
    places.forEach((place, index) => expect(place).toBeCloseTo(index * 60 * scale.perMinute));
    expect(places.length * 60 * scale.perMinute).toBeCloseTo(offsetAt(scale, scale.until));
  });
});

it.each(days)('the day %s has %i hours', (day, count) => {
  expect(hoursOf(wholeDay(day))).toHaveLength(count);
});

it('leaves an hour out or has it twice when the clocks change', () => {
  const clock = (day: string) => hoursOf(wholeDay(day)).map((hour) => hourOf(new Date(hour), zone));
  expect(clock('2026-03-29').slice(0, 4)).toEqual([0, 1, 3, 4]);
  expect(clock('2026-10-25').slice(0, 5)).toEqual([0, 1, 2, 2, 3]);
});
