import type { AppointmentStatus, Schemas } from '@/shared/api/client';
import { addDays, type Day } from '@/shared/lib/time';

export type OverviewDay = Schemas['OverviewDay'];

export interface Trend {
  direction: 'up' | 'down' | 'same';
  /** By how many percent; null when there was nothing before. */
  percent: number | null;
}

/** How many appointments of a day have one of the statuses. */
export function countOf(day: OverviewDay | undefined, ...statuses: AppointmentStatus[]): number {
  return statuses.reduce((sum, status) => sum + (day?.byStatus[status] ?? 0), 0);
}

/** All that were not cancelled. */
export const visitsOf = (day: OverviewDay | undefined) =>
  countOf(day, 'BOOKED', 'CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED', 'NO_SHOW');

/** A share in whole percent; null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((100 * part) / whole) : null;
}

export function trendOf(now: number, before: number): Trend {
  const percent = before > 0 ? Math.round((100 * (now - before)) / before) : null;
  const direction = now > before ? 'up' : now < before ? 'down' : 'same';
  return { direction: percent === 0 ? 'same' : direction, percent: percent && Math.abs(percent) };
}

export interface Difference {
  direction: Trend['direction'];
  /** Percentage points, not negative. */
  points: number;
}

/** How two rates differ; nothing when one of them is not known. */
export function differenceOf(now: number | null, before: number | null): Difference | undefined {
  if (now === null || before === null) {
    return undefined;
  }
  const direction = now > before ? 'up' : now < before ? 'down' : 'same';
  return { direction, points: Math.abs(now - before) };
}

/** The same weekday a week earlier. */
export function weekBefore(days: OverviewDay[], day: Day): OverviewDay | undefined {
  const wanted = addDays(day, -7);
  return days.find(({ date }) => date === wanted);
}

const sum = (days: OverviewDay[], of: (day: OverviewDay) => number) =>
  days.reduce((total, day) => total + of(day), 0);

/** What has passed, today left out, and what is ahead, today first. */
export function split(days: OverviewDay[], today: Day) {
  return { past: days.filter(({ date }) => date < today), ahead: days.filter(({ date }) => date >= today) };
}

/** How the visits of the last two weeks compare with those of the two weeks before. */
export function visitsFinding(days: OverviewDay[], today: Day) {
  const { past } = split(days, today);
  const recent = past.slice(-14);
  const trend = trendOf(sum(recent, visitsOf), sum(past.slice(-28, -14), visitsOf));
  const open = recent.filter((day) => visitsOf(day) > 0).length;
  return { trend, perDay: open ? Math.round(sum(recent, visitsOf) / open) : 0 };
}

/** How much of the week ahead is booked, and on which day most is free. */
export function occupancyFinding(days: OverviewDay[], today: Day) {
  const ahead = split(days, today).ahead.filter(({ offeredMinutes }) => offeredMinutes > 0);
  const free = (day: OverviewDay) => day.offeredMinutes - day.bookedMinutes;
  const emptiest = ahead.reduce<OverviewDay | null>(
    (best, day) => (best && free(best) >= free(day) ? best : day),
    null,
  );
  return {
    percent: percentOf(
      sum(ahead, (day) => day.bookedMinutes),
      sum(ahead, (day) => day.offeredMinutes),
    ),
    emptiest: emptiest?.date ?? null,
  };
}

/** How many of those expected did not come, against the two weeks before. */
export function missedFinding(days: OverviewDay[], today: Day) {
  const { past } = split(days, today);
  const rate = (some: OverviewDay[]) =>
    percentOf(
      sum(some, (day) => countOf(day, 'NO_SHOW')),
      sum(some, (day) => countOf(day, 'NO_SHOW', 'COMPLETED')),
    );
  return { now: rate(past.slice(-14)), before: rate(past.slice(-28, -14)) };
}

/** The share of a day's offered time that is booked, in percent; null when nothing is offered. */
export const occupancyOf = (day: { bookedMinutes: number; offeredMinutes: number } | undefined) =>
  day ? percentOf(day.bookedMinutes, day.offeredMinutes) : null;
