import { fetchAppointments } from '@/features/appointments';
import type { Appointment } from '@/shared/api/client';

/**
 * A patient's appointment at a time that has just been taken: they may have booked it on another page.
 *
 * @param patientId for whom it is, where that is somebody whom the reader represents
 */
export async function findOwnBooking(
  doctorId: string,
  start: string,
  patientId?: string,
): Promise<Appointment | undefined> {
  const until = new Date(Date.parse(start) + 1).toISOString();
  const { items } = await fetchAppointments({
    doctorId,
    patientId,
    from: start,
    until,
    status: ['BOOKED'],
    limit: 1,
  });
  return items[0];
}
