import type { Schemas } from '@/shared/api/client';
import { dayOf, startOfDay } from '@/shared/lib/time';
import { doctors } from './people';

type Appointment = Schemas['Appointment'];
type Make = (doctorId: string, patientId: string, start: string, reason: string) => Appointment;

const halfHourMs = 30 * 60_000;
const reasons = ['', 'Check-up', 'Back pain since last week', 'Follow-up after surgery', ''];
const halves = [16, 17, 19, 20, 22, 28, 30, 33];

/** What was seeded last: specifications open hundreds of clinics at the same instant. */
let last: { instant: number; appointments: Appointment[] } | undefined;

/** Visits of every doctor from 20 days ago to 11 days ahead, in all statuses, the same every time. */
export function seedAppointments(...clinic: Parameters<typeof makeAppointments>): Appointment[] {
  const instant = clinic[0].getTime();
  if (last?.instant !== instant) {
    last = { instant, appointments: makeAppointments(...clinic) };
  }
  return last.appointments.map((one) => ({ ...one }));
}

function makeAppointments(
  now: Date,
  zone: string,
  patients: Schemas['Patient'][],
  make: Make,
): Appointment[] {
  const midnight = startOfDay(dayOf(now, zone), zone).getTime();
  const seeded: Appointment[] = [];
  doctors.forEach((doctor, index) => {
    for (let day = -20; day < 12; day++) {
      for (const half of halves.filter((one) => (one * 7 + index * 3 + day + 40) % 5 < 3)) {
        const start = new Date(midnight + (day * 48 + half) * halfHourMs);
        const patient = patients[(index * 13 + half * 5 + day + 30) % patients.length]!;
        const reason = reasons[(index + half) % reasons.length]!;
        const made = make(doctor.id, patient.id, start.toISOString(), reason);
        made.status =
          start < now ? pastStatus(day, half, index) : (half + day) % 8 === 0 ? 'CANCELLED' : 'BOOKED';
        seeded.push(made);
      }
    }
  });
  return seeded;
}

function pastStatus(day: number, half: number, index: number): Appointment['status'] {
  if (day === 0 && half > 17) {
    return (['CHECKED_IN', 'IN_CONSULTATION', 'BOOKED'] as const)[(half + index) % 3]!;
  }
  return (half + index) % 9 === 0 ? 'NO_SHOW' : 'COMPLETED';
}
