import type { LocationQuery } from 'vue-router';
import type { AppointmentStatus } from '@/shared/api/client';
import { addDays, isDay, startOfDay, type Day } from '@/shared/lib/time';

export const statuses: readonly AppointmentStatus[] = [
  'BOOKED',
  'CHECKED_IN',
  'IN_CONSULTATION',
  'COMPLETED',
  'CANCELLED',
  'NO_SHOW',
];

export const orders = ['earliest', 'latest'] as const;

/** What appointments are looked for. It lives in the address, so that a search can be linked. */
export interface Filter {
  patient?: string;
  doctor?: string;
  department?: string;
  status?: AppointmentStatus;
  from?: Day;
  until?: Day;
  order: (typeof orders)[number];
}

/** In the place of a first day: all days. */
export const anyDay = 'any';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads the filter from an address; what makes no sense is left out. Where nothing else is asked for it is from today
 * on, of a patient the whole history; what begins with today or later has the earliest first.
 */
export function filterOf(query: LocationQuery, today: Day): Filter {
  const { patient, doctor, department, status, from, until, order } = query;
  const id = (value: unknown) => (typeof value === 'string' && uuid.test(value) ? value : undefined);
  const whole = Boolean(id(patient)) || isDay(until) || from === anyDay;
  const first = isDay(from) ? from : whole ? undefined : today;
  return {
    patient: id(patient),
    doctor: id(doctor),
    department: id(department),
    status: statuses.find((known) => known === status),
    from: first,
    until: isDay(until) ? until : undefined,
    order: orders.find((known) => known === order) ?? (first && first >= today ? 'earliest' : 'latest'),
  };
}

/** The filter as the list of appointments takes it; days are whole days of the clinic. */
export function appointmentQuery(filter: Filter, zone: string) {
  return {
    patientId: filter.patient,
    doctorId: filter.doctor,
    departmentId: filter.department,
    status: filter.status && [filter.status],
    from: filter.from && startOfDay(filter.from, zone).toISOString(),
    until: filter.until && startOfDay(addDays(filter.until, 1), zone).toISOString(),
    sort: filter.order === 'earliest' ? ('start' as const) : ('-start' as const),
  };
}
