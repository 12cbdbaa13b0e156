import type { Appointment, AppointmentStatus, User } from '@/shared/api/client';
import { dayOf } from '@/shared/lib/time';

type Visit = Pick<Appointment, 'doctorId' | 'start' | 'status'>;
interface Moment {
  now: Date;
  zone: string;
}

function rights(visit: Visit, user: User) {
  const admin = user.roles.includes('ADMIN');
  const ownDoctor = user.roles.includes('DOCTOR') && user.doctorId === visit.doctorId;
  return {
    clinical: admin || ownDoctor,
    frontDesk: admin || ownDoctor || user.roles.includes('RECEPTIONIST'),
  };
}

/**
 * Which statuses this member of staff may give the appointment now; cancelling has its own dialog. Nobody
 * arrives before the day; visits of earlier days are closed.
 */
export function allowedStatuses(visit: Visit, user: User, { now, zone }: Moment): AppointmentStatus[] {
  const { clinical, frontDesk } = rights(visit, user);
  const begun = new Date(visit.start) <= now;
  const [day, today] = [dayOf(visit.start, zone), dayOf(now, zone)];
  const allowed: AppointmentStatus[] = [];
  const allow = (status: AppointmentStatus, condition: boolean) => condition && allowed.push(status);
  switch (visit.status) {
    case 'BOOKED':
      allow('CHECKED_IN', frontDesk && day === today);
      allow('IN_CONSULTATION', clinical && day === today);
      allow('COMPLETED', frontDesk && day < today);
      allow('NO_SHOW', frontDesk && begun);
      allow('CANCELLED', frontDesk);
      break;
    case 'CHECKED_IN':
      allow('IN_CONSULTATION', clinical && day === today);
      allow('COMPLETED', frontDesk && day < today);
      allow('NO_SHOW', frontDesk && day < today);
      allow('BOOKED', frontDesk);
      allow('CANCELLED', frontDesk);
      break;
    case 'IN_CONSULTATION':
      allow('COMPLETED', clinical || (frontDesk && day < today));
      break;
  }
  return allowed;
}

const corrections: Partial<Record<AppointmentStatus, AppointmentStatus>> = {
  IN_CONSULTATION: 'CHECKED_IN',
  COMPLETED: 'IN_CONSULTATION',
  NO_SHOW: 'CHECKED_IN',
};

/** The status that a visit of today gets back if its status was set by mistake. */
export function correctedStatus(visit: Visit, user: User, { now, zone }: Moment) {
  const today = dayOf(visit.start, zone) === dayOf(now, zone);
  return today && rights(visit, user).frontDesk ? corrections[visit.status] : undefined;
}
