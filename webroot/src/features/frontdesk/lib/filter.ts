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

/** What appointments are looked for. It lives in the address, so that a search can be linked. */
export interface Filter {
  patient?: string;
  doctor?: string;
  department?: string;
  status?: AppointmentStatus;
  from?: Day;
  until?: Day;
  /** Earliest first instead of latest. */
  oldest?: 'yes';
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the filter from an address; what makes no sense is left out. */
export function filterOf(query: LocationQuery): Filter {
  const { patient, doctor, department, status, from, until, oldest } = query;
  const id = (value: unknown) => (typeof value === 'string' && uuid.test(value) ? value : undefined);
  return {
    patient: id(patient),
    doctor: id(doctor),
    department: id(department),
    status: statuses.find((known) => known === status),
    from: isDay(from) ? from : undefined,
    until: isDay(until) ? until : undefined,
    oldest: oldest === 'yes' ? 'yes' : undefined,
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
    sort: filter.oldest ? ('start' as const) : ('-start' as const),
  };
}
