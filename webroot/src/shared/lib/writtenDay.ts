import { isDay, type Day } from './time';

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const month = /^(?:(\d{1,2})[\s./-]+(\d{4})|(\d{4})-(\d{1,2}))$/;
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

/** A year, a month or a day as somebody writes it: 2019, 2019-04 or 2019-04-30. */
export function writtenDate(text: string, locale: string): string | undefined {
  const typed = text.trim();
  if (/^\d{4}$/.test(typed)) {
    return typed;
  }
  const parts = month.exec(typed);
  return parts
    ? dayFrom(parts[2] ?? parts[3]!, parts[1] ?? parts[4]!, '1')?.slice(0, 7)
    : writtenDay(typed, locale);
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
