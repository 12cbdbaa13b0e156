import { describe, expect, it } from 'vitest';
import type { Appointment } from '@/shared/api/client';
import { ageOn, doctorDay, mergeAdjacent, mondayOf, entriesByDay } from './doctorDay';

const zone = 'Europe/Berlin';
let count = 0;
const visit = (start: string, status: Appointment['status'] = 'BOOKED') =>
  ({
    id: `v${++count}`,
    start,
    end: new Date(Date.parse(start) + 1_800_000).toISOString(),
    status,
  }) as Appointment;

describe('a doctor’s day', () => {
  it('has the visits of the day in the clinic’s zone by time, without those cancelled', () => {
    const late = visit('2026-11-24T23:30:00Z');
    const first = visit('2026-11-24T08:00:00+01:00');
    const second = visit('2026-11-24T09:00:00+01:00');
    const day = doctorDay(
      [second, late, first, visit('2026-11-24T10:00:00+01:00', 'CANCELLED')],
      '2026-11-24',
      zone,
    );
    expect(day.visits).toEqual([first, second]);
  });

  it('is about the patient in consultation, else the one waiting, else the next one', () => {
    const next = visit('2026-11-24T08:00:00+01:00');
    const waits = visit('2026-11-24T09:00:00+01:00', 'CHECKED_IN');
    const inside = visit('2026-11-24T10:00:00+01:00', 'IN_CONSULTATION');
    const done = visit('2026-11-24T07:00:00+01:00', 'COMPLETED');
    const focus = (...visits: Appointment[]) => doctorDay(visits, '2026-11-24', zone).focus;
    expect(focus(done, next, waits, inside)).toBe(inside);
    expect(focus(done, next, waits)).toBe(waits);
    expect(focus(done, next)).toBe(next);
    expect(focus(done)).toBeNull();
  });
});

describe('ages', () => {
  it.each([
    ['1980-11-24', 46],
    ['1980-11-25', 45],
    ['2026-11-24', 0],
  ])('of somebody born %s: %i', (birthDate, age) => expect(ageOn(birthDate, '2026-11-24')).toBe(age));
});

describe('a week', () => {
  it('begins on Monday', () => {
    expect(['2026-11-23', '2026-11-26', '2026-11-29'].map(mondayOf)).toEqual(Array(3).fill('2026-11-23'));
  });

  it('puts each item on its day and minute, and leaves other days out', () => {
    const inside = visit('2026-11-24T08:30:00+01:00');
    const days = entriesByDay([inside, visit('2026-12-24T08:30:00+01:00')], '2026-11-23', 7, zone);
    expect(days.map((day) => day.length)).toEqual([0, 1, 0, 0, 0, 0, 0]);
    expect(days[1]![0]).toEqual({ item: inside, from: 510, until: 540 });
  });

  it('draws neighbours of one kind as one', () => {
    const slot = (from: number, state: string) => ({
      item: { start: '', end: '', state },
      from,
      until: from + 30,
    });
    const result = mergeAdjacent(
      [slot(0, 'FREE'), slot(35, 'FREE'), slot(65, 'HELD'), slot(120, 'FREE')],
      10,
    );
    expect(result.map(({ from, until, item }) => [from, until, item.state])).toEqual([
      [0, 65, 'FREE'],
      [65, 95, 'HELD'],
      [120, 150, 'FREE'],
    ]);
  });
});
