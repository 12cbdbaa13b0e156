import { CalendarCheck, CalendarX, CircleCheck, MapPinCheck, Stethoscope, UserX } from 'lucide-vue-next';
import type { Component } from 'vue';
import type { AppointmentStatus } from '@/shared/api/client';

/** The icon that stands beside the word for a status. */
export const statusIcons: Record<AppointmentStatus, Component> = {
  BOOKED: CalendarCheck,
  CHECKED_IN: MapPinCheck,
  IN_CONSULTATION: Stethoscope,
  COMPLETED: CircleCheck,
  CANCELLED: CalendarX,
  NO_SHOW: UserX,
};
