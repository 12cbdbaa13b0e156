import type { Schemas } from '@/shared/api/client';
import { minuteOf, dayOf, startOfDay, addDays, weekdayOf, type Day } from '@/shared/lib/time';
import { minutesOfDay, weekdays, type Hours, type Span } from './weekHours';

type Exception = Pick<Schemas['AvailabilityException'], 'kind' | 'start' | 'end'>;

/** What a doctor would offer on a day. */
export interface DayPlan {
  date: Day;
  holiday?: string;
  open: Span[];
  leave: Span[];
  visits: number;
}

interface Rules {
  hours: Hours[];
  visitMinutes: number;
  bufferMinutes: number;
  exceptions: Exception[];
  holidays: Schemas['Holiday'][];
  zone: string;
}

/**
 * The day by the rules as they are edited, as the server would lay it out: a holiday closes the weekly hours,
 * extra hours only add time outside them, leave closes everything.
 */
export function planOf(date: Day, rules: Rules): DayPlan {
  const holiday = rules.holidays.find(({ day }) => day === date)?.name;
  const spans = (kind: Exception['kind']) =>
    rules.exceptions.filter((one) => one.kind === kind).flatMap((one) => partOn(date, one, rules.zone));
  const leave = spans('LEAVE');
  const regular = holiday ? [] : weekly(date, rules.hours);
  const extra = spans('EXTRA_HOURS').flatMap((span) => without(span, regular));
  const open = [...regular, ...extra].sort((a, b) => a.start - b.start);
  const slots = open.flatMap((span) => slotsIn(span, rules.visitMinutes, rules.bufferMinutes));
  const visits = slots.filter((slot) => !leave.some((away) => meet(slot, away))).length;
  return { date, holiday, open, leave, visits };
}

/** The visits of a window, one after the other with the buffer between them. */
export function slotsIn({ start, end }: Span, visit: number, buffer: number): Span[] {
  const slots: Span[] = [];
  for (let at = start; visit > 0 && at + visit <= end; at += visit + buffer) {
    slots.push({ start: at, end: at + visit });
  }
  return slots;
}

function weekly(date: Day, hours: Hours[]): Span[] {
  const weekday = weekdays[weekdayOf(date)]!;
  return hours
    .filter(
      (one) =>
        one.weekday === weekday &&
        (!one.validFrom || one.validFrom <= date) &&
        (!one.validUntil || date <= one.validUntil),
    )
    .map(({ opens, closes }) => ({ start: opens, end: closes }));
}

/** The part of an exception that lies on a day, in minutes of its wall clock. */
function partOn(date: Day, { start, end }: Exception, zone: string): Span[] {
  const midnight = startOfDay(date, zone);
  const next = startOfDay(addDays(date, 1), zone);
  if (new Date(end) <= midnight || new Date(start) >= next) {
    return [];
  }
  return [
    {
      start: dayOf(start, zone) < date ? 0 : minuteOf(start, zone),
      end: new Date(end) >= next ? minutesOfDay : minuteOf(end, zone),
    },
  ];
}

/** What is left of a stretch when others are taken away. */
function without(span: Span, taken: Span[]): Span[] {
  return taken.reduce<Span[]>(
    (left, hole) =>
      left
        .flatMap(({ start, end }) => [
          { start, end: Math.min(end, Math.max(start, hole.start)) },
          { start: Math.max(start, Math.min(end, hole.end)), end },
        ])
        .filter(({ start, end }) => start < end)
        .filter((part) => !meet(part, hole)),
    [span],
  );
}

function meet(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
