import type { LocationQueryRaw, RouteLocationNormalizedLoaded } from 'vue-router';
import { isDay, type Day } from '@/shared/lib/time';

/** What has been chosen on the way to an appointment. It lives in the address, so that it can be linked. */
export interface BookingChoice {
  department?: string;
  /** The type of the visit, or `other` for one without. */
  type?: string;
  doctor?: string;
  day?: Day;
  /** The slot's start as the server wrote it. */
  start?: string;
  /** For whom staff book, or a patient who represents them. */
  patient?: string;
}

const keys = ['department', 'type', 'doctor', 'day', 'start', 'patient'] as const;
const ids: readonly string[] = ['department', 'doctor', 'patient'];
/** Something that no type of visits is for. */
export const otherType = 'other';
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function makesSense(key: (typeof keys)[number], value: string): boolean {
  return key === 'type'
    ? value === otherType || uuid.test(value)
    : ids.includes(key)
      ? uuid.test(value)
      : key === 'day'
        ? isDay(value)
        : !Number.isNaN(Date.parse(value));
}

/** Reads the choice from an address; what makes no sense is left out. */
export function choiceOf(route: RouteLocationNormalizedLoaded): BookingChoice {
  const choice: BookingChoice = {};
  for (const key of keys) {
    const value = route.query[key];
    if (typeof value === 'string' && makesSense(key, value)) {
      choice[key] = value;
    }
  }
  return choice;
}

/** Whether an address states what makes no sense, or a time without a doctor: a part of the link is missing. */
export function isIncomplete(route: RouteLocationNormalizedLoaded): boolean {
  const choice = choiceOf(route);
  return keys.some((key) => key in route.query && !choice[key]) || Boolean(choice.start && !choice.doctor);
}

/** The id of a chosen type of visits, if it is one. */
export function visitTypeOf(type: string | undefined): string | undefined {
  return type === otherType ? undefined : type;
}

/** The choice as a query. */
export function queryOf(choice: BookingChoice): LocationQueryRaw {
  return Object.fromEntries(keys.filter((key) => choice[key]).map((key) => [key, choice[key]]));
}
