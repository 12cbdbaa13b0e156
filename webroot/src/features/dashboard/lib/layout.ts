import type { AppointmentStatus, ScheduleSlot } from '@/shared/api/client';
import type { DayVisit } from '@/shared/api/topics';
import { startOfDay, type Day } from '@/shared/lib/time';
import { heightBetween, hourMs, minuteMs, offsetAt, type TimeScale } from '@/shared/lib/timeScale';

/** A stretch of time as the server writes it. */
export interface Span {
  start: string;
  end: string;
}

export type Density = 'comfortable' | 'compact';
/** How much room a visit gets; fingers need most. */
export type Rows = Density | 'touch';

const usualHours = { opens: 8, closes: 17 };
/** The height that the shortest visit should have, so that it can be read and pressed. */
const shortestPx: Record<Rows, number> = { comfortable: 34, compact: 26, touch: 48 };
/** How high the shortest visit becomes at most to fill a large screen. */
const mostFilledPx = 64;
const perMinuteRange = { least: 0.8, most: 4 };
const usualVisitMinutes = 30;
/** Lateness below this is not worth a word. */
const lateFromMinutes = 5;

const ms = (instant: string) => Date.parse(instant);

/** The length of a span in minutes. */
export const minutesOf = (span: Span) => (ms(span.end) - ms(span.start)) / minuteMs;

/**
 * Whole hours around everything that is shown; usual hours when that is nothing.
 *
 * @param roomPx what is to be filled at least, as far as that does not make visits huge
 */
export function axisOf(spans: Span[], day: Day, zone: string, rows: Rows, roomPx = 0): TimeScale {
  const midnight = startOfDay(day, zone).getTime();
  const first = Math.min(...spans.map(({ start }) => ms(start)));
  const last = Math.max(...spans.map(({ end }) => ms(end)));
  const hours = (instant: number) => (instant - midnight) / hourMs;
  const opens = spans.length ? Math.floor(hours(first)) : usualHours.opens;
  const closes = spans.length ? Math.ceil(hours(last)) : usualHours.closes;
  return {
    from: midnight + opens * hourMs,
    until: midnight + closes * hourMs,
    perMinute: perMinute(spans, rows, roomPx / ((closes - opens) * 60)),
  };
}

function perMinute(spans: Span[], rows: Rows, filling: number): number {
  const lengths = spans.map(minutesOf).filter((minutes) => minutes > 0);
  const shortest = lengths.length ? Math.min(...lengths) : usualVisitMinutes;
  const wanted = Math.max(shortestPx[rows], Math.min(filling * shortest, mostFilledPx)) / shortest;
  return Math.min(Math.max(wanted, perMinuteRange.least), perMinuteRange.most);
}

export const sameAxis = (one: TimeScale, other: TimeScale) =>
  one.from === other.from && one.until === other.until && one.perMinute === other.perMinute;

/** How far below the axis' beginning an instant lies, in pixels. */
export const offsetOf = (axis: TimeScale, instant: string) => offsetAt(axis, ms(instant));

export const heightOf = (axis: TimeScale, { start, end }: Span) => heightBetween(axis, ms(start), ms(end));

/** Whether a visit with this status takes the doctor's time. */
export const takesTime = (status: AppointmentStatus) => status !== 'CANCELLED' && status !== 'NO_SHOW';

const overlap = (one: Span, other: Span) => ms(one.start) < ms(other.end) && ms(other.start) < ms(one.end);

/** A visit and its place beside others of the same time. */
export interface VisitPlacement {
  visit: DayVisit;
  lane: number;
  lanes: number;
  /** A cancelled visit is shown narrow, so that its time can be booked. */
  aside: boolean;
}

/**
 * Places a column's visits: side by side where they overlap. Cancelled and missed visits give way to
 * others of the same time, and of several cancelled ones only the last is shown. Extra visits leave room for a
 * regular one, so that a free time beside them can be booked.
 */
export function assignLanes(visits: DayVisit[]): VisitPlacement[] {
  const taking = visits.filter(({ status }) => takesTime(status));
  const missed = visits.filter((visit) => visit.status === 'NO_SHOW' && !taking.some(meets(visit)));
  const cancelled = visits.filter(
    (visit) =>
      visit.status === 'CANCELLED' &&
      !taking.some(meets(visit)) &&
      !missed.some(meets(visit)) &&
      !visits.some((other) => isLaterCancellation(other, visit)),
  );
  return [
    ...inLanes([...taking, ...missed].sort(byStart)),
    ...cancelled.map((visit) => ({ visit, lane: 0, lanes: 1, aside: true })),
  ].sort((one, other) => byStart(one.visit, other.visit));
}

const isExtra = ({ lane }: DayVisit) => lane === 'OVERBOOKED';

/** Regular visits before extra ones of the same time. */
const byStart = (one: DayVisit, other: DayVisit) =>
  ms(one.start) - ms(other.start) ||
  Number(isExtra(one)) - Number(isExtra(other)) ||
  one.id.localeCompare(other.id);

const meets = (visit: Span) => (other: Span) => overlap(visit, other);

function isLaterCancellation(other: DayVisit, visit: DayVisit): boolean {
  const later = other.since === visit.since ? other.id > visit.id : other.since > visit.since;
  return other.status === 'CANCELLED' && other.id !== visit.id && later && overlap(other, visit);
}

function inLanes(visits: DayVisit[]): VisitPlacement[] {
  const all: VisitPlacement[] = [];
  let cluster: VisitPlacement[] = [];
  let clusterEnd = -Infinity;
  let laneEnds: number[] = [];
  for (const visit of visits) {
    if (ms(visit.start) >= clusterEnd) {
      cluster = [];
      laneEnds = [];
      clusterEnd = -Infinity;
    }
    const open = laneEnds.findIndex((end) => end <= ms(visit.start));
    const lane = open < 0 ? laneEnds.length : open;
    laneEnds[lane] = ms(visit.end);
    clusterEnd = Math.max(clusterEnd, ms(visit.end));
    const place = { visit, lane, lanes: 1, aside: false };
    cluster.push(place);
    cluster.forEach((one) => (one.lanes = laneEnds.length));
    all.push(place);
  }
  all
    .filter(({ visit, lanes }) => isExtra(visit) && lanes === 1)
    .forEach((place) => Object.assign(place, { lane: 1, lanes: 2 }));
  return all;
}

/** Whether staff may book the slot. The rules for patients do not apply to them. */
export const isOpen = ({ state }: ScheduleSlot) =>
  state === 'FREE' || state === 'TOO_SOON' || state === 'BEYOND_HORIZON';

export const closedStates = ['LEAVE', 'HOLIDAY'];

/** A stretch of a column's background: the doctor's hours, or why there are none. */
export interface Stretch extends Span {
  kind: 'hours' | 'LEAVE' | 'HOLIDAY';
}

/** A doctor's slots as stretches of one kind, the short pauses between visits closed. */
export function stretchesOf(slots: ScheduleSlot[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { start, end, state } of slots) {
    const kind = closedStates.includes(state) ? (state as 'LEAVE' | 'HOLIDAY') : 'hours';
    const last = stretches.at(-1);
    if (last?.kind === kind && ms(start) - ms(last.end) < 30 * minuteMs) {
      last.end = end;
    } else {
      stretches.push({ kind, start, end });
    }
  }
  return stretches;
}

export interface Occupancy {
  bookedMinutes: number;
  offeredMinutes: number;
  /** 0 to 100. */
  percent: number;
}

/** How much of what a doctor offers is taken; null where nothing is offered. */
export function occupancyOf(visits: DayVisit[], slots: ScheduleSlot[]): Occupancy | null {
  const sum = (spans: Span[]) => spans.reduce((total, span) => total + minutesOf(span), 0);
  const offeredMinutes = sum(slots.filter(({ state }) => !closedStates.includes(state)));
  const bookedMinutes = sum(visits.filter(({ status }) => takesTime(status)));
  return offeredMinutes > 0
    ? {
        bookedMinutes,
        offeredMinutes,
        percent: Math.min(100, Math.round((bookedMinutes / offeredMinutes) * 100)),
      }
    : null;
}

/**
 * The delay of a doctor in minutes: the expected overrun of the visit in progress, or the longest wait beyond
 * a patient's time, whichever is more.
 */
export function lateMinutes(visits: DayVisit[], now: Date): number {
  let late = 0;
  for (const visit of visits) {
    if (visit.status === 'IN_CONSULTATION') {
      const planned = ms(visit.since) + ms(visit.end) - ms(visit.start);
      late = Math.max(late, Math.max(planned, now.getTime()) - ms(visit.end));
    } else if (visit.status === 'CHECKED_IN') {
      late = Math.max(late, now.getTime() - ms(visit.start));
    }
  }
  const minutes = Math.floor(late / minuteMs);
  return minutes >= lateFromMinutes ? minutes : 0;
}

/** Full minutes from one instant to another, never negative. */
export const minutesSince = (instant: string, now: Date) =>
  Math.max(0, Math.floor((now.getTime() - ms(instant)) / minuteMs));

/** The slot that begins nearest to an instant (epoch milliseconds), if one does within reach. */
export function nearestSlot(slots: ScheduleSlot[], at: number, reachMs: number): ScheduleSlot | null {
  let nearest: ScheduleSlot | null = null;
  for (const slot of slots) {
    const distance = Math.abs(ms(slot.start) - at);
    if (distance <= reachMs && (!nearest || distance < Math.abs(ms(nearest.start) - at))) {
      nearest = slot;
    }
  }
  return nearest;
}

/** Another visit of the same patient at that time, with any doctor of the board. */
export function clashOf(visit: DayVisit, target: Span, visits: DayVisit[]): DayVisit | null {
  return (
    visits.find(
      (other) =>
        other.patientId === visit.patientId &&
        other.id !== visit.id &&
        takesTime(other.status) &&
        overlap(other, target),
    ) ?? null
  );
}

/** The other visit with the doctor at that time, if any. */
export function visitAt(visits: DayVisit[], span: Span, but: string): DayVisit | null {
  return (
    visits.find(({ id, status, ...time }) => id !== but && takesTime(status) && overlap(time, span)) ?? null
  );
}

/** A name or part of it in a form that finds accents and case alike. */
export function searchable(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

/**
 * The queue of the front desk: patients who come next or are overdue, and checked-in patients, longest wait
 * first.
 */
export function queueOf(visits: DayVisit[], now: Date, withinMinutes = 90) {
  const until = now.getTime() + withinMinutes * minuteMs;
  return {
    arrivals: visits.filter(({ status, start }) => status === 'BOOKED' && ms(start) <= until).sort(byStart),
    waiting: visits
      .filter(({ status }) => status === 'CHECKED_IN')
      .sort((one, other) => ms(one.since) - ms(other.since)),
  };
}
