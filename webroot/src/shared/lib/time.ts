/** Days and times in the clinic's zone, whatever the zone of the browser. A day is `yyyy-mm-dd`. */
export type Day = string;

const partsFormats = new Map<string, Intl.DateTimeFormat>();

function partsFormat(zone: string): Intl.DateTimeFormat {
  let format = partsFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    partsFormats.set(zone, format);
  }
  return format;
}

/** The wall clock of the zone at an instant, as if it were UTC, in milliseconds. */
function wallClock(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of partsFormat(zone).formatToParts(instant)) {
    parts[type] = Number(value);
  }
  return Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!);
}

/** The day on the zone's calendar at an instant. */
export function dayOf(instant: Date | string, zone: string): Day {
  return new Date(wallClock(new Date(instant).getTime(), zone)).toISOString().slice(0, 10);
}

/** The hour of the zone's wall clock at an instant, 0 to 23. */
export function hourOf(instant: Date | string, zone: string): number {
  return new Date(wallClock(new Date(instant).getTime(), zone)).getUTCHours();
}

/** The first instant of a day in the zone; where midnight is skipped, the first one after it. */
export function startOfDay(day: Day, zone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The two offsets that the zone can have around midnight; the earlier instant that lies on the day wins.
  const candidates = [-86_400_000, 86_400_000]
    .map((shift) => midnight - (wallClock(midnight + shift, zone) - (midnight + shift)))
    .sort((a, b) => a - b);
  const first = candidates.find((instant) => dayOf(new Date(instant), zone) === day);
  return new Date(first ?? candidates[0]!);
}

/** The day so many days later (or earlier). Calendar arithmetic: never off by a clock change. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** How many days lie between two days; negative when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Number of a day in its week: 0 is Monday, 6 is Sunday. */
export function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** Whether a text is a day of the calendar. */
export function isDay(text: unknown): text is Day {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && addDaysSafely(text) === text;
}

function addDaysSafely(day: Day): Day | null {
  const instant = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(instant) ? null : new Date(instant).toISOString().slice(0, 10);
}

export type PartOfDay = 'morning' | 'afternoon' | 'evening';

/** Morning until noon, afternoon until five, then evening, by the zone's wall clock. */
export function partOfDay(instant: Date | string, zone: string): PartOfDay {
  const hour = hourOf(instant, zone);
  return hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening';
}

/** The minute of the zone's wall clock at an instant, 0 to 1439. */
export function minuteOf(instant: Date | string, zone: string): number {
  const clock = new Date(wallClock(new Date(instant).getTime(), zone));
  return clock.getUTCHours() * 60 + clock.getUTCMinutes();
}

/** The instant at which the zone's wall clock shows a minute of a day, 0 to 1440; one that is skipped is passed over. */
export function instantAt(day: Day, minute: number, zone: string): Date {
  if (minute >= 1440) {
    return startOfDay(addDays(day, 1), zone);
  }
  const straight = startOfDay(day, zone).getTime() + minute * 60_000;
  const off = minute - minuteOf(new Date(straight), zone);
  return new Date(straight + (Math.abs(off) <= 180 ? off * 60_000 : 0));
}
