import type { Schemas } from '@/shared/api/client';
import type { Day } from '@/shared/lib/time';

type Window = Schemas['WeeklyWindow'];
export type Weekday = Window['weekday'];

export const weekdays: readonly Weekday[] = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
];

export const minutesOfDay = 1440;
/** Dragging moves in steps of a quarter of an hour; the fields accept every minute. */
export const step = 15;

/** A weekly window while it is edited: times in minutes of the day, no date as an empty text. */
export interface Hours {
  key: number;
  weekday: Weekday;
  opens: number;
  closes: number;
  validFrom: Day | '';
  validUntil: Day | '';
}

/** A stretch of a day in minutes. */
export interface Span {
  start: number;
  end: number;
}

let lastKey = 0;
export const nextKey = () => ++lastKey;

/** "08:30" as minutes; null for anything else. */
export function minutesOf(clock: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(clock);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : NaN;
  return minutes <= minutesOfDay ? minutes : null;
}

/** Minutes as "08:30"; the end of the day is "24:00". */
export function clockOf(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export function hoursOf(windows: Window[]): Hours[] {
  return windows.map((window) => ({
    key: nextKey(),
    weekday: window.weekday,
    opens: minutesOf(window.opens) ?? 0,
    closes: minutesOf(window.closes) ?? minutesOfDay,
    validFrom: window.validFrom ?? '',
    validUntil: window.validUntil ?? '',
  }));
}

export function windowsOf(hours: Hours[]): Window[] {
  return inOrder(hours).map(({ weekday, opens, closes, validFrom, validUntil }) => ({
    weekday,
    opens: clockOf(opens),
    closes: clockOf(closes),
    validFrom: validFrom || undefined,
    validUntil: validUntil || undefined,
  }));
}

/** By weekday, then by time. */
export function inOrder(hours: Hours[]): Hours[] {
  return [...hours].sort(
    (a, b) => weekdays.indexOf(a.weekday) - weekdays.indexOf(b.weekday) || a.opens - b.opens || a.key - b.key,
  );
}

export type Fault = 'order' | 'validity' | 'overlap';

/** The errors of each window, by the server's rules, before it is sent. */
export function faultsOf(hours: Hours[]): Map<number, Fault> {
  const faults = new Map<number, Fault>();
  hours.forEach((one, index) => {
    if (one.closes <= one.opens) {
      faults.set(one.key, 'order');
    } else if (one.validFrom && one.validUntil && one.validUntil < one.validFrom) {
      faults.set(one.key, 'validity');
    } else if (hours.some((other, place) => place !== index && overlap(one, other))) {
      faults.set(one.key, 'overlap');
    }
  });
  return faults;
}

/** Whether two windows claim the same time on the same day. */
export function overlap(a: Hours, b: Hours): boolean {
  return (
    a.weekday === b.weekday &&
    a.opens < b.closes &&
    b.opens < a.closes &&
    (a.validFrom || '0') <= (b.validUntil || '9') &&
    (b.validFrom || '0') <= (a.validUntil || '9')
  );
}

export const snapped = (minutes: number) => Math.round(minutes / step) * step;
const within = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most);

/** The window at another time of the day, as long as before. */
export function moved<T extends Pick<Hours, 'opens' | 'closes'>>(hours: T, opens: number): T {
  const length = hours.closes - hours.opens;
  const start = within(0, snapped(opens), minutesOfDay - length);
  return { ...hours, opens: start, closes: start + length };
}

/** The window with one end at another time; it stays at least one step long. */
export function resized<T extends Pick<Hours, 'opens' | 'closes'>>(
  hours: T,
  end: 'opens' | 'closes',
  to: number,
): T {
  return end === 'opens'
    ? { ...hours, opens: within(0, snapped(to), hours.closes - step) }
    : { ...hours, closes: within(hours.opens + step, snapped(to), minutesOfDay) };
}

/** Where a day's free time for one more window is: after the last one, else before the first. */
export function roomFor(day: Hours[]): Span | null {
  const sorted = [...day].sort((a, b) => a.opens - b.opens);
  const last = sorted.at(-1);
  if (!last) {
    return { start: 9 * 60, end: 12 * 60 };
  }
  if (last.closes + 120 <= minutesOfDay) {
    const start = last.closes + 60;
    return { start, end: Math.min(start + 180, minutesOfDay) };
  }
  const first = sorted[0]!;
  return first.opens >= 120 ? { start: Math.max(first.opens - 240, 0), end: first.opens - 60 } : null;
}

/** The hours of one weekday on others as well, in place of what they had. */
export function copied(hours: Hours[], from: Weekday, to: readonly Weekday[]): Hours[] {
  const targets = to.filter((weekday) => weekday !== from);
  const source = hours.filter(({ weekday }) => weekday === from);
  return [
    ...hours.filter(({ weekday }) => !targets.includes(weekday)),
    ...targets.flatMap((weekday) => source.map((one) => ({ ...one, key: nextKey(), weekday }))),
  ];
}

/** The part of the day in which the week is shown: working hours, extended by longer windows. */
export function displayedHours(spans: Span[]): Span {
  const start = Math.min(7 * 60, ...spans.map((span) => span.start));
  const end = Math.max(19 * 60, ...spans.map((span) => span.end));
  return { start: Math.floor(start / 60) * 60, end: Math.ceil(end / 60) * 60 };
}
