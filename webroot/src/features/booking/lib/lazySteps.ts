import { defineAsyncComponent } from 'vue';
import type { RouteLocationNormalized } from 'vue-router';

/**
 * Loads what the booking page shows after its first step, or only to patients: no part of what a visitor's first page
 * waits for.
 */
export const loadLaterSteps = () => import('../components/laterSteps');

type Steps = Awaited<ReturnType<typeof loadLaterSteps>>;

type Step = Exclude<keyof Steps, 'findOwnBooking'>;

const stepOf = <Name extends Step>(name: Name) =>
  defineAsyncComponent(async () => (await loadLaterSteps())[name]);

export const BookingDone = stepOf('BookingDone');
export const BookingSummary = stepOf('BookingSummary');
export const DayPicker = stepOf('DayPicker');
export const FindDoctor = stepOf('FindDoctor');
export const ForWhom = stepOf('ForWhom');
export const SlotTakenNotice = stepOf('SlotTakenNotice');
export const TimeGroups = stepOf('TimeGroups');
export const VisitTypeChoice = stepOf('VisitTypeChoice');
export const WaitlistInvitation = stepOf('WaitlistInvitation');

/**
 * A guard: an address of a later step is opened once its code is there, and where that cannot be loaded, as any page
 * whose code cannot be.
 */
export async function awaitLaterSteps({ query }: RouteLocationNormalized) {
  if (Object.keys(query).length > 0) {
    await loadLaterSteps();
  }
}
