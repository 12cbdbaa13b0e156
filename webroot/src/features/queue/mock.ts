import type { Clinic } from '@dev/mock/clinic';
import { Refusal } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

/** Those who wait, and screens in waiting rooms. */
export default class QueueMock {
  readonly called = new Map<string, string>();
  walls: Schemas['Wall'][] = [];

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/queue', () => ({
      body: { day: clinic.today(), zone: clinic.zone, items: this.waiting() },
    }));
    clinic.on('POST', '/api/appointments/:id/call', ([id]) => {
      if (clinic.appointment(id!).status !== 'CHECKED_IN') {
        throw new Refusal(409, 'illegal-transition');
      }
      this.called.set(id!, clinic.now().toISOString());
      return { status: 204 };
    });
    clinic.on('GET', '/api/walls', () => ({ body: { items: this.walls } }));
    clinic.on('POST', '/api/walls', async (_, request) => {
      const { name } = await request.json();
      const wall = { id: crypto.randomUUID(), name, createdAt: clinic.now().toISOString() };
      this.walls.push(wall);
      return { status: 201, body: wall };
    });
    clinic.on('DELETE', '/api/walls/:id', ([id]) => {
      this.walls = this.walls.filter((one) => one.id !== id);
      return { status: 204 };
    });
  }

  waiting(): Schemas['QueueEntry'][] {
    return this.clinic.appointments
      .filter(({ status }) => status === 'CHECKED_IN')
      .map((visit, index) => ({
        appointmentId: visit.id,
        ticket: `A${String(index + 1).padStart(2, '0')}`,
        patientId: visit.patientId,
        patientName: visit.patientName,
        patientListedName: visit.patientListedName,
        birthDate: this.clinic.patient(visit.patientId).birthDate,
        doctorId: visit.doctorId,
        doctorName: visit.doctorName,
        departmentName: visit.departmentName ?? '',
        room: visit.room ?? '',
        start: visit.start,
        since: visit.start,
        calledAt: this.called.get(visit.id),
        version: visit.version,
      }));
  }
}
