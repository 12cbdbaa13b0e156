import type { Clinic } from '@dev/mock/clinic';
import { doctors } from '@dev/mock/people';
import type { Load } from './lib/doctorSet';

const counted = ['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED'];

/** How much there is to do on a day. */
export default class DashboardMock {
  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/appointments/loads/:day', ([day]) => ({
      body: { day, doctors: doctors.map(({ id, departmentId }) => this.load(id, departmentId, day!)) },
    }));
  }

  private load(doctorId: string, departmentId: string, day: string): Load {
    const visits = this.clinic.appointments.filter(
      (one) => one.doctorId === doctorId && counted.includes(one.status),
    );
    const ofDay = visits.filter(({ start }) => start.startsWith(day));
    const later = visits.map(({ start }) => start.slice(0, 10)).filter((one) => one > day);
    return {
      doctorId,
      departmentId,
      visits: ofDay.length,
      open: ofDay.filter(({ status }) => status !== 'COMPLETED').length,
      nextDay: later.sort()[0],
    };
  }
}
