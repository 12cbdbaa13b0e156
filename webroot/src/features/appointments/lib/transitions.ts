import type { Appointment, AppointmentStatus, User } from '@/shared/api/client';
import { dayOf } from '@/shared/lib/time';

/**
 * Which statuses this member of staff may give the appointment now; cancelling has its own dialog. Nobody
 * arrives before the day.
 */
export function allowedStatuses(
  appointment: Pick<Appointment, 'doctorId' | 'start' | 'status'>,
  user: User,
  clinic: { now: Date; zone: string },
): AppointmentStatus[] {
  const admin = user.roles.includes('ADMIN');
  const ownDoctor = user.roles.includes('DOCTOR') && user.doctorId === appointment.doctorId;
  const frontDesk = admin || user.roles.includes('RECEPTIONIST') || ownDoctor;
  const begun = new Date(appointment.start) <= clinic.now;
  const due = dayOf(appointment.start, clinic.zone) <= dayOf(clinic.now, clinic.zone);
  const allowed: AppointmentStatus[] = [];
  const allow = (status: AppointmentStatus, condition: boolean) => condition && allowed.push(status);
  switch (appointment.status) {
    case 'BOOKED':
      allow('CHECKED_IN', frontDesk && due);
      allow('IN_CONSULTATION', (admin || ownDoctor) && due);
      allow('NO_SHOW', frontDesk && begun);
      allow('CANCELLED', frontDesk);
      break;
    case 'CHECKED_IN':
      allow('IN_CONSULTATION', admin || ownDoctor);
      allow('BOOKED', frontDesk);
      allow('CANCELLED', frontDesk);
      break;
    case 'IN_CONSULTATION':
      allow('COMPLETED', admin || ownDoctor);
      break;
  }
  return allowed;
}
