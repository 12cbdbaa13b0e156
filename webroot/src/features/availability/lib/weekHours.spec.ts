import { describe, expect, it } from 'vitest';
import {
  clockOf,
  copied,
  displayedHours,
  faultsOf,
  hoursOf,
  minutesOf,
  moved,
  resized,
  roomFor,
  windowsOf,
  type Hours,
} from './weekHours';

const window = (opens: string, closes: string, more: Partial<Hours> = {}): Hours => ({
  ...hoursOf([{ weekday: 'MONDAY', opens, closes }])[0]!,
  ...more,
});

describe('hours of a week', () => {
  it('are the same after going to minutes and back, the end of the day included', () => {
    const windows = [
      { weekday: 'MONDAY' as const, opens: '08:05', closes: '12:00', validFrom: '2026-11-01' },
      { weekday: 'FRIDAY' as const, opens: '20:00', closes: '24:00', validUntil: '2026-12-31' },
    ];
    expect(windowsOf(hoursOf(windows))).toEqual(windows);
  });

  it('are sent in order whatever order they were entered in', () => {
    const hours = hoursOf([
      { weekday: 'TUESDAY', opens: '14:00', closes: '16:00' },
      { weekday: 'TUESDAY', opens: '08:00', closes: '10:00' },
      { weekday: 'MONDAY', opens: '09:00', closes: '10:00' },
    ]);
    expect(windowsOf(hours).map(({ weekday, opens }) => `${weekday} ${opens}`)).toEqual([
      'MONDAY 09:00',
      'TUESDAY 08:00',
      'TUESDAY 14:00',
    ]);
  });

  it.each([
    ['08:30', 510],
    ['00:00', 0],
    ['24:00', 1440],
    ['', null],
    ['25:00', null],
  ])('%s is %s minutes', (clock, minutes) => {
    expect(minutesOf(clock)).toBe(minutes);
    if (minutes !== null) {
      expect(clockOf(minutes)).toBe(clock);
    }
  });
});

describe('a bar', () => {
  it('keeps its length when it is moved, and stays in the day', () => {
    expect(moved(window('08:00', '12:00'), 547)).toMatchObject({ opens: 540, closes: 780 });
    expect(moved(window('08:00', '12:00'), -300)).toMatchObject({ opens: 0, closes: 240 });
    expect(moved(window('08:00', '12:00'), 1400)).toMatchObject({ opens: 1200, closes: 1440 });
  });

  it('goes by quarters of an hour and stays one long when an end is dragged past the other', () => {
    expect(resized(window('08:00', '12:00'), 'closes', 671)).toMatchObject({ closes: 675 });
    expect(resized(window('08:00', '12:00'), 'closes', 0)).toMatchObject({ opens: 480, closes: 495 });
    expect(resized(window('08:00', '12:00'), 'opens', 2000)).toMatchObject({ opens: 705 });
    expect(resized(window('08:00', '12:00'), 'closes', 9999)).toMatchObject({ closes: 1440 });
  });
});

describe('faults', () => {
  const faults = (...hours: Hours[]) => hours.map(({ key }) => faultsOf(hours).get(key));

  it('name hours that end before they begin, and dates the wrong way round', () => {
    expect(faults(window('12:00', '12:00'))).toEqual(['order']);
    const dates = { validFrom: '2026-12-02', validUntil: '2026-12-01' };
    expect(faults(window('08:00', '12:00', dates))).toEqual(['validity']);
  });

  it('name both of two that overlap, but not two that touch', () => {
    expect(faults(window('08:00', '12:00'), window('11:00', '13:00'))).toEqual(['overlap', 'overlap']);
    expect(faults(window('08:00', '12:00'), window('12:00', '13:00'))).toEqual([undefined, undefined]);
    const other = window('08:00', '12:00', { weekday: 'TUESDAY' });
    expect(faults(window('08:00', '12:00'), other)).toEqual([undefined, undefined]);
  });

  it('let the same times follow one another by date', () => {
    const until = window('08:00', '12:00', { validUntil: '2026-11-30' });
    const from = window('08:00', '12:00', { validFrom: '2026-12-01' });
    const sooner = window('08:00', '12:00', { validFrom: '2026-11-30' });
    expect(faults(until, from)).toEqual([undefined, undefined]);
    expect(faults(until, sooner)).toEqual(['overlap', 'overlap']);
  });
});

describe('one more window', () => {
  it('goes after the last, before the first, or nowhere', () => {
    expect(roomFor([])).toEqual({ start: 540, end: 720 });
    expect(roomFor([window('08:00', '12:00')])).toEqual({ start: 780, end: 960 });
    expect(roomFor([window('08:00', '24:00')])).toEqual({ start: 240, end: 420 });
    expect(roomFor([window('00:00', '24:00')])).toBeNull();
  });

  it('never overlaps what is there', () => {
    for (let opens = 0; opens < 1440; opens += 60) {
      for (let closes = opens + 60; closes <= 1440; closes += 60) {
        const there = window(clockOf(opens), clockOf(closes));
        const room = roomFor([there]);
        const added = room && { ...there, key: 0, opens: room.start, closes: room.end };
        expect(added ? faultsOf([there, added]).size : 0, `${opens}-${closes}`).toBe(0);
      }
    }
  });
});

describe('the week', () => {
  it('takes one day over to others in place of what they had', () => {
    const monday = window('08:00', '12:00');
    const tuesday = window('20:00', '21:00', { weekday: 'TUESDAY' });
    const week = copied([monday, tuesday], 'MONDAY', ['MONDAY', 'TUESDAY', 'WEDNESDAY']);
    expect(windowsOf(week).map(({ weekday, opens }) => `${weekday} ${opens}`)).toEqual([
      'MONDAY 08:00',
      'TUESDAY 08:00',
      'WEDNESDAY 08:00',
    ]);
    expect(new Set(week.map(({ key }) => key)).size).toBe(3);
  });

  it('is drawn in working hours, and in more where they are longer', () => {
    expect(displayedHours([])).toEqual({ start: 420, end: 1140 });
    expect(displayedHours([{ start: 330, end: 1290 }])).toEqual({ start: 300, end: 1320 });
  });
});
