/**
 * A stretch of time drawn from top to bottom. Times are milliseconds of one clock: instants, or the wall clock
 * of a day since midnight.
 */
export interface TimeScale {
  from: number;
  until: number;
  /** In pixels. */
  perMinute: number;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** The height of a stretch of time, in pixels. */
export const heightBetween = (scale: TimeScale, from: number, until: number) =>
  ((until - from) / minuteMs) * scale.perMinute;

/** How far below the beginning of the scale a time lies, in pixels. */
export const offsetAt = (scale: TimeScale, at: number) => heightBetween(scale, scale.from, at);

/** The same, or null where the time lies outside the scale. */
export const visibleOffsetAt = (scale: TimeScale, at: number) =>
  at >= scale.from && at <= scale.until ? offsetAt(scale, at) : null;

/** The time so many pixels below the beginning of the scale. */
export const timeAt = (scale: TimeScale, px: number) => scale.from + (px / scale.perMinute) * minuteMs;

/** The full hours that begin on the scale. */
export function hoursOf({ from, until }: TimeScale): number[] {
  const count = Math.round((until - from) / hourMs);
  return Array.from({ length: count }, (_, index) => from + index * hourMs);
}
