import type { LocationQueryRaw, RouteLocationNormalizedLoaded } from 'vue-router';
import { isDay, type Day } from '@/shared/lib/time';

/** What has been chosen on the way to an appointment. It lives in the address, so that it can be linked. */
export interface BookingChoice {
  department?: string;
  doctor?: string;
  day?: Day;
  /** The slot's start as the server wrote it. */
  start?: string;
  /** For whom staff book. */
  patient?: string;
}

const keys = ['department', 'doctor', 'day', 'start', 'patient'] as const;

/** Reads the choice from an address; what makes no sense is left out. */
export function choiceOf(route: RouteLocationNormalizedLoaded): BookingChoice {
  const choice: BookingChoice = {};
  for (const key of keys) {
    const value = route.query[key];
    if (typeof value === 'string' && value) {
      choice[key] = value;
    }
  }
  if (!isDay(choice.day)) {
    delete choice.day;
  }
  if (choice.start && Number.isNaN(Date.parse(choice.start))) {
    delete choice.start;
  }
  return choice;
}

/** The choice as a query. */
export function queryOf(choice: BookingChoice): LocationQueryRaw {
  return Object.fromEntries(keys.filter((key) => choice[key]).map((key) => [key, choice[key]]));
}
