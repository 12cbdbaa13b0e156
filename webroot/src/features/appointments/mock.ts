import type { Clinic } from '@dev/mock/clinic';
import type { Answer } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

/** Booking, moving, cancelling and finding appointments. */
export default class AppointmentsMock {
  /** Notes of changed status, and the addresses to which they were sent. */
  readonly notes: { note: string; address: string }[] = [];

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/appointments', (_, request, url) => this.listAppointments(request, url));
    clinic.on('POST', '/api/appointments', async (_, request) => this.book(request));
    clinic.on('POST', '/api/appointments/overbook', async (_, request) => {
      const { doctorId, patientId, start, reason = '' } = (await request.json()) as Schemas['Overbooking'];
      const extra = { ...clinic.make(doctorId, patientId, start, reason), lane: 'OVERBOOKED' as const };
      clinic.appointments.push(extra);
      return { status: 201, body: extra };
    });
    clinic.on('GET', '/api/appointments/:id', ([id]) => ({ body: clinic.appointment(id!) }));
    clinic.on('GET', '/api/appointments/:id/calendar', ([id]) => ({
      body: { name: 'clinibus.ics', content: `BEGIN:VCALENDAR\r\nX-ID:${id}\r\nEND:VCALENDAR\r\n` },
    }));
    clinic.on('GET', '/api/appointments/:id/history', ([id]) => {
      const { version, doctorId, start, end, status } = clinic.appointment(id!);
      const booked = { version, at: clinic.now().toISOString(), kind: 'BOOKED', note: '' };
      return { body: { changes: [{ ...booked, doctorId, start, end, status }] } };
    });
    clinic.on('PUT', '/api/appointments/:id', async ([id], request) => {
      const found = clinic.appointment(id!);
      clinic.match(request, found.version);
      const { start, doctorId = found.doctorId, justification } = await request.json();
      if (!justification) {
        clinic.mustBeFree(doctorId, start, { but: found.id, userId: clinic.caller(request).id });
        clinic.releaseHold(doctorId, start);
      }
      const lane = justification ? 'OVERBOOKED' : 'REGULAR';
      return {
        body: Object.assign(found, clinic.timeOf(start), { doctorId, lane, version: found.version + 1 }),
      };
    });
    clinic.on('PUT', '/api/appointments/:id/status', async ([id], request) => {
      const { status, note = '' } = await request.json();
      this.notes.push({ note, address: request.url });
      return this.setStatus(id!, request, status);
    });
  }

  private async book(request: Request): Promise<Answer> {
    const user = this.clinic.caller(request);
    const {
      doctorId,
      start,
      reason = '',
      patientId = user.patientId,
      visitTypeId,
    } = (await request.json()) as Schemas['Booking'];
    const visitType = this.clinic.visitTypes.find(({ id }) => id === visitTypeId);
    this.clinic.mustBeFree(doctorId, start, { userId: user.id });
    this.clinic.releaseHold(doctorId, start);
    const appointment = { ...this.clinic.make(doctorId, patientId!, start, reason), visitType };
    this.clinic.appointments.push(appointment);
    return { status: 201, body: appointment };
  }

  private listAppointments(request: Request, url: URL): Answer {
    const user = this.clinic.caller(request);
    const query = url.searchParams;
    const status = query.getAll('status');
    const department = this.clinic.departments.find(({ id }) => id === query.get('departmentId'))?.name;
    const own = user.patientId ?? query.get('patientId');
    const items = this.clinic.appointments
      .filter((one) => !own || one.patientId === own)
      .filter((one) => !user.doctorId || query.has('patientId') || one.doctorId === user.doctorId)
      .filter((one) => !query.has('doctorId') || one.doctorId === query.get('doctorId'))
      .filter((one) => !department || one.departmentName === department)
      .filter((one) => status.length === 0 || status.includes(one.status))
      .filter((one) => !query.has('from') || Date.parse(one.start) >= Date.parse(query.get('from')!))
      .filter((one) => !query.has('until') || Date.parse(one.start) < Date.parse(query.get('until')!))
      .sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
    return { body: { items: query.get('sort') === '-start' ? items.reverse() : items } };
  }

  private setStatus(id: string, request: Request, status: Schemas['Appointment']['status']): Answer {
    const found = this.clinic.appointment(id);
    this.clinic.match(request, found.version);
    return {
      body: Object.assign(found, {
        status,
        since: this.clinic.now().toISOString(),
        version: found.version + 1,
      }),
    };
  }
}
