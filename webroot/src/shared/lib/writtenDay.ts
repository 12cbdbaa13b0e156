import { isDay, type Day } from './time';

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const written = /^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$/;

/** A day as somebody writes it, in the order of their language, or as ISO 8601 does. */
export function writtenDay(text: string, locale: string): Day | undefined {
  const typed = text.trim();
  const standard = iso.exec(typed);
  if (standard) {
    return dayFrom(standard[1]!, standard[2]!, standard[3]!);
  }
  const parts = written.exec(typed);
  return parts ? dayOfNumbers(parts[1]!, parts[2]!, parts[3]!, locale) : undefined;
}

/** The day of two numbers and a year: in the order of a language, or in the other one where only that is a day. */
export function dayOfNumbers(first: string, second: string, year: string, locale: string): Day | undefined {
  const dayMonth = dayFrom(year, second, first);
  const monthDay = dayFrom(year, first, second);
  return monthFirst(locale) ? (monthDay ?? dayMonth) : (dayMonth ?? monthDay);
}

export function dayFrom(year: string, month: string, day: string): Day | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : undefined;
}

/** Whether dates in a language begin with the month. */
function monthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric' }).formatToParts(0);
  return parts.find(({ type }) => type === 'day' || type === 'month')?.type === 'month';
}
