import { describe, expect, it } from 'vitest';
import type { AppointmentStatus, ScheduleSlot } from '@/shared/api/client';
import type { DayVisit } from '@/shared/api/topics';
import { heightBetween, hoursOf } from '@/shared/lib/timeScale';
import {
  axisOf,
  clashOf,
  heightOf,
  lateMinutes,
  nearestSlot,
  occupancyOf,
  offsetOf,
  assignLanes,
  queueOf,
  searchable,
  stretchesOf,
} from './layout';

const zone = 'Europe/Berlin';
const day = '2026-11-23';
const at = (time: string) => `${day}T${time}:00+01:00`;
const span = (start: string, end: string) => ({ start: at(start), end: at(end) });
let number = 0;

function visit(
  start: string,
  end: string,
  status: AppointmentStatus = 'BOOKED',
  more: Partial<DayVisit> = {},
): DayVisit {
  const id = String(++number).padStart(4, '0');
  const times = span(start, end);
  return {
    id,
    doctorId: 'd',
    patientId: id,
    patientName: id,
    patientListedName: id,
    ...times,
    status,
    since: at('06:00'),
    lane: 'REGULAR',
    version: 1,
    ...more,
  };
}

const slot = (start: string, end: string, state: ScheduleSlot['state'] = 'FREE'): ScheduleSlot => ({
  ...span(start, end),
  state,
});

describe('time on the board', () => {
  it('begins and ends with whole hours around all that is shown', () => {
    const axis = axisOf([span('08:20', '08:50'), span('16:30', '17:10')], day, zone, 'comfortable');
    expect(new Date(axis.from)).toEqual(new Date(at('08:00')));
    expect(new Date(axis.until)).toEqual(new Date(at('18:00')));
    expect(hoursOf(axis)).toHaveLength(10);
  });

  it('shows usual hours while there is nothing', () => {
    const axis = axisOf([], day, zone, 'comfortable');
    expect([new Date(axis.from), new Date(axis.until)]).toEqual([
      new Date(at('08:00')),
      new Date(at('17:00')),
    ]);
  });

  it.each([
    ['touch', 48],
    ['comfortable', 34],
    ['compact', 26],
  ] as const)('gives the shortest visit the height it needs: %s', (density, px) => {
    const short = span('09:00', '09:20');
    const axis = axisOf([short, span('10:00', '11:00')], day, zone, density);
    expect(heightOf(axis, short)).toBeCloseTo(px);
    expect(offsetOf(axis, at('10:00'))).toBeCloseTo(3 * px);
  });

  it('fills a large screen, but does not make visits huge', () => {
    const spans = [span('08:00', '08:30'), span('16:30', '17:00')];
    const fill = (px: number) => axisOf(spans, day, zone, 'comfortable', px);
    expect(heightBetween(fill(900), fill(900).from, fill(900).until)).toBeCloseTo(900);
    expect(heightOf(fill(5000), spans[0]!)).toBeCloseTo(64);
    expect(heightOf(fill(100), spans[0]!)).toBeCloseTo(34);
  });

  it('is as long as the day when the clocks change', () => {
    const changed = '2026-10-25';
    const spans = [{ start: `${changed}T01:00:00+02:00`, end: `${changed}T05:00:00+01:00` }];
    expect(hoursOf(axisOf(spans, changed, zone, 'comfortable'))).toHaveLength(5);
  });
});

describe('visits of one column', () => {
  const lanes = (visits: DayVisit[]) =>
    assignLanes(visits).map(({ visit, lane, lanes }) => [visit.id, lane, lanes]);

  it('have the whole width unless they overlap', () => {
    const [a, b, c] = [visit('09:00', '09:30'), visit('09:30', '10:30'), visit('10:00', '10:20')];
    expect(lanes([c, a, b])).toEqual([
      [a.id, 0, 1],
      [b.id, 0, 2],
      [c.id, 1, 2],
    ]);
  });

  it('have extra ones beside them, which leave room for a regular one', () => {
    const extra = visit('09:00', '09:30', 'BOOKED', { lane: 'OVERBOOKED' });
    expect(lanes([extra])).toEqual([[extra.id, 1, 2]]);
    const regular = visit('09:00', '09:30');
    expect(lanes([extra, regular])).toEqual([
      [regular.id, 0, 2],
      [extra.id, 1, 2],
    ]);
  });

  it('use a lane again once it is free', () => {
    const visits = [visit('09:00', '10:00'), visit('09:00', '09:20'), visit('09:30', '10:00')];
    expect(lanes(visits).map(([, lane, count]) => [lane, count])).toEqual([
      [0, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  it('leave the time of a cancelled one to be given again, and show the last of several', () => {
    const first = visit('09:00', '09:30', 'CANCELLED', { since: at('07:00') });
    const last = visit('09:00', '09:30', 'CANCELLED', { since: at('08:00') });
    expect(assignLanes([first, last])).toMatchObject([{ visit: last, aside: true }]);
    const instead = visit('09:00', '09:30');
    expect(assignLanes([first, last, instead])).toMatchObject([{ visit: instead, aside: false, lanes: 1 }]);
  });

  it('show a no-show unless another visit has the time', () => {
    const missed = visit('09:00', '09:30', 'NO_SHOW');
    expect(assignLanes([missed])).toMatchObject([{ visit: missed, aside: false }]);
    expect(assignLanes([missed, visit('09:15', '09:45')])).toHaveLength(1);
  });
});

describe('a doctor', () => {
  it('has hours that pauses between visits do not cut, and leave that is distinguished', () => {
    const slots = [
      slot('08:00', '08:30'),
      slot('08:35', '09:05', 'TAKEN'),
      slot('13:00', '13:30'),
      slot('13:30', '14:00', 'LEAVE'),
      slot('14:00', '14:30', 'LEAVE'),
    ];
    expect(stretchesOf(slots)).toEqual([
      { kind: 'hours', ...span('08:00', '09:05') },
      { kind: 'hours', ...span('13:00', '13:30') },
      { kind: 'LEAVE', ...span('13:30', '14:30') },
    ]);
  });

  it('is as full as what was booked of what is offered, leave taken away', () => {
    const slots = [
      slot('08:00', '09:00', 'PAST'),
      slot('09:00', '10:00', 'TAKEN'),
      slot('10:00', '11:00', 'LEAVE'),
    ];
    const visits = [
      visit('09:00', '10:00'),
      visit('08:00', '09:00', 'NO_SHOW'),
      visit('08:00', '08:30', 'COMPLETED'),
    ];
    expect(occupancyOf(visits, slots)).toEqual({ bookedMinutes: 90, offeredMinutes: 120, percent: 75 });
    expect(occupancyOf(visits, [slot('10:00', '11:00', 'LEAVE')])).toBeNull();
  });

  it.each([
    ['no patient has arrived', [visit('09:00', '09:30')], '09:50', 0],
    ['a patient waits beyond their time', [visit('09:00', '09:30', 'CHECKED_IN')], '09:20', 20],
    ['a patient waits who came early', [visit('09:30', '10:00', 'CHECKED_IN')], '09:20', 0],
    ['a visit began late', [visit('09:00', '09:30', 'IN_CONSULTATION', { since: at('09:15') })], '09:20', 15],
    ['a visit overruns', [visit('09:00', '09:30', 'IN_CONSULTATION', { since: at('09:00') })], '09:42', 12],
    ['it is hardly worth a word', [visit('09:00', '09:30', 'CHECKED_IN')], '09:04', 0],
  ])('runs late when %s', (_, visits, now, minutes) => {
    expect(lateMinutes(visits, new Date(at(now)))).toBe(minutes);
  });
});

describe('a visit that is moved', () => {
  it('snaps to the nearest free time within reach', () => {
    const slots = [slot('09:00', '09:30'), slot('10:00', '10:30')];
    const near = (time: string) => nearestSlot(slots, Date.parse(at(time)), 15 * 60_000)?.start;
    expect(near('09:10')).toBe(at('09:00'));
    expect(near('09:50')).toBe(at('10:00'));
    expect(near('09:30')).toBeUndefined();
  });

  it('must not meet another visit of the patient', () => {
    const mine = visit('09:00', '09:30', 'BOOKED', { patientId: 'p' });
    const other = visit('11:00', '11:30', 'BOOKED', { patientId: 'p', doctorId: 'e' });
    const cancelled = visit('12:00', '12:30', 'CANCELLED', { patientId: 'p' });
    const all = [mine, other, cancelled];
    expect(clashOf(mine, span('11:15', '11:45'), all)).toBe(other);
    expect(clashOf(mine, span('11:30', '12:00'), all)).toBeNull();
    expect(clashOf(mine, span('12:00', '12:30'), all)).toBeNull();
    expect(clashOf(mine, span('09:00', '09:30'), all)).toBeNull();
  });
});

describe('the line at the desk', () => {
  it('shows who is due or overdue, and who is there, longest first', () => {
    const overdue = visit('08:00', '08:30');
    const soon = visit('10:00', '10:30');
    const later = visit('15:00', '15:30');
    const short = visit('09:00', '09:30', 'CHECKED_IN', { since: at('08:55') });
    const long = visit('09:30', '10:00', 'CHECKED_IN', { since: at('08:30') });
    const queue = queueOf([later, short, soon, long, overdue], new Date(at('09:00')));
    expect(queue).toEqual({ arrivals: [overdue, soon], waiting: [long, short] });
  });

  it('finds names whatever their accents and case', () => {
    expect(searchable('João GARCÍA')).toBe('joao garcia');
  });
});
