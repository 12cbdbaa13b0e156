import { ForWhom } from '@/features/family';
import { DayPicker, SlotTakenNotice, TimeGroups } from '@/features/slots';
import { WaitlistInvitation } from '@/features/waitlist';
import { findOwnBooking } from '../lib/ownBooking';
import BookingDone from './BookingDone.vue';
import BookingSummary from './BookingSummary.vue';
import FindDoctor from './FindDoctor.vue';
import VisitTypeChoice from './VisitTypeChoice.vue';

/** What the booking page shows after its first step, or only to patients. */
export {
  BookingDone,
  BookingSummary,
  DayPicker,
  FindDoctor,
  findOwnBooking,
  ForWhom,
  SlotTakenNotice,
  TimeGroups,
  VisitTypeChoice,
  WaitlistInvitation,
};
