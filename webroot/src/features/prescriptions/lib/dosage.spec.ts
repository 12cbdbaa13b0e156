import { describe, expect, it } from 'vitest';
import { dosageOf, entryOf, isComplete, numberOf } from './dosage';

describe('a dosage that is entered', () => {
  it('is what was stored, whatever its schedule', () => {
    const common = { dose: 1.5, unit: 'TABLET', route: 'ORAL', durationDays: 10, note: 'With food' } as const;
    const schedules = [
      { kind: 'TIMES_A_DAY', timesADay: 3 },
      { kind: 'AT_TIMES', times: ['MORNING', 'NIGHT', '14:30'] },
      { kind: 'EVERY_DAYS', everyDays: 7 },
      { kind: 'AS_NEEDED', maximumADay: 4 },
    ] as const;
    for (const schedule of schedules) {
      const dosage = { ...common, schedule: { ...schedule } } as Parameters<typeof entryOf>[0] & object;
      expect(dosageOf(entryOf(dosage), 'TABLET')).toEqual(dosage);
    }
  });

  it('has one member of its kind, and none of what was entered before', () => {
    const entry = entryOf();
    entry.schedule.parts = ['NOON'];
    entry.schedule.kind = 'EVERY_DAYS';
    expect(dosageOf(entry, 'TABLET').schedule).toEqual({ kind: 'EVERY_DAYS', everyDays: 2 });
  });

  it('takes times and numbers as people write them', () => {
    const entry = entryOf();
    entry.dose = '0,5';
    entry.schedule.kind = 'AT_TIMES';
    entry.schedule.clock = '8, 14.30;20:00';
    expect(dosageOf(entry, 'TABLET')).toMatchObject({
      dose: 0.5,
      schedule: { times: ['08:00', '14:30', '20:00'] },
    });
    expect(numberOf('1.000,5')).toBeUndefined();
    expect(numberOf('')).toBeUndefined();
  });

  it('is complete with a dose and a schedule', () => {
    const entry = entryOf();
    expect(isComplete(dosageOf(entry, 'TABLET'))).toBe(true);
    entry.schedule.timesADay = '';
    expect(isComplete(dosageOf(entry, 'TABLET'))).toBe(false);
    entry.schedule.kind = 'AT_TIMES';
    expect(isComplete(dosageOf(entry, 'TABLET'))).toBe(false);
    entry.schedule.parts = ['NOON'];
    expect(isComplete(dosageOf(entry, 'TABLET'))).toBe(true);
    entry.dose = 'one';
    expect(isComplete(dosageOf(entry, 'TABLET'))).toBe(false);
  });
});
