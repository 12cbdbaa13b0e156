import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, hourOf, isDay, partOfDay, startOfDay } from './time';

describe('days in the clinic’s zone', () => {
  it('are those of the clinic, not of the browser', () => {
    expect(dayOf('2026-11-22T23:30:00Z', 'Europe/Berlin')).toBe('2026-11-23');
    expect(dayOf('2026-11-22T23:30:00Z', 'America/New_York')).toBe('2026-11-22');
    expect(hourOf('2026-11-22T23:30:00Z', 'Asia/Kolkata')).toBe(5);
  });

  it.each([
    ['2026-11-23', 'Europe/Berlin', '2026-11-22T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    // The days on which the clocks change begin with the old offset.
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    // Half an hour of change.
    ['2026-10-04', 'Australia/Lord_Howe', '2026-10-03T13:30:00.000Z'],
    ['2026-10-05', 'Australia/Lord_Howe', '2026-10-04T13:00:00.000Z'],
    ['2026-11-23', 'Asia/Kolkata', '2026-11-22T18:30:00.000Z'],
    // Midnight itself is skipped: the day begins at one.
    ['2024-09-08', 'America/Santiago', '2024-09-08T04:00:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, instant) => {
    const start = startOfDay(day, zone);
    expect(start.toISOString()).toBe(instant);
    expect(dayOf(start, zone)).toBe(day);
    expect(dayOf(new Date(start.getTime() - 1), zone)).toBe(addDays(day, -1));
  });

  it('begin on themselves for every day of a year in zones with odd changes', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago']) {
      for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
        const start = startOfDay(day, zone);
        expect([dayOf(start, zone), dayOf(new Date(start.getTime() - 1), zone)]).toEqual([
          day,
          addDays(day, -1),
        ]);
      }
    }
  });

  it('are counted on the calendar, across clock changes, months and years', () => {
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-03-02', '2026-02-28')).toBe(-2);
  });

  it('are distinguished from invalid text', () => {
    expect(isDay('2026-02-28')).toBe(true);
    expect(isDay('2026-02-30')).toBe(false);
    expect(isDay('tomorrow')).toBe(false);
    expect(isDay(undefined)).toBe(false);
  });

  it('have a morning, an afternoon and an evening by the clinic’s clock', () => {
    expect(partOfDay('2026-11-23T10:59:00Z', 'Europe/Berlin')).toBe('morning');
    expect(partOfDay('2026-11-23T11:00:00Z', 'Europe/Berlin')).toBe('afternoon');
    expect(partOfDay('2026-11-23T16:00:00Z', 'Europe/Berlin')).toBe('evening');
  });
});
