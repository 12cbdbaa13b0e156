import type { Appointment, AppointmentStatus, User } from '@/api/client';

/** Which statuses this member of staff may give the appointment now; cancelling has its own dialog. */
export function allowedStatuses(
  appointment: Pick<Appointment, 'doctorId' | 'start' | 'status'>,
  user: User,
  now: Date,
): AppointmentStatus[] {
  const admin = user.roles.includes('ADMIN');
  const ownDoctor = user.roles.includes('DOCTOR') && user.doctorId === appointment.doctorId;
  const frontDesk = admin || user.roles.includes('RECEPTIONIST') || ownDoctor;
  const begun = new Date(appointment.start) <= now;
  const allowed: AppointmentStatus[] = [];
  const allow = (status: AppointmentStatus, condition: boolean) => condition && allowed.push(status);
  switch (appointment.status) {
    case 'BOOKED':
      allow('CHECKED_IN', frontDesk);
      allow('IN_CONSULTATION', admin || ownDoctor);
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
