import type { Day } from '@/shared/lib/time';
import { dayFrom, dayOfNumbers } from '@/shared/lib/writtenDay';

/** A search for patients: what is written of the name, telephone or number, and the date of birth if one is in it. */
export interface PatientQuery {
  q: string;
  birthDate?: Day;
}

const iso = /(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/;
const written = /(?<![\d+])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)/;

/**
 * Reads what is typed to find a patient. A date is in the order of the reader's language, in the other one
 * where only that is a date, or as ISO 8601 writes it.
 */
export function patientQueryOf(typed: string, locale: string): PatientQuery {
  const found = iso.exec(typed) ?? written.exec(typed);
  const birthDate = found && dateOf(found, locale);
  if (!found || !birthDate) {
    return { q: typed.trim() };
  }
  const rest = `${typed.slice(0, found.index)} ${typed.slice(found.index + found[0].length)}`;
  return { q: rest.replace(/\s+/g, ' ').trim(), birthDate };
}

function dateOf([, first, second, third, fourth]: RegExpExecArray, locale: string): Day | undefined {
  return fourth === undefined
    ? dayFrom(first!, second!, third!)
    : dayOfNumbers(first!, third!, fourth, locale);
}
