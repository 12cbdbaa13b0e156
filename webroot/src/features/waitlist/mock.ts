import type { Clinic } from '@dev/mock/clinic';
import { departments, doctors } from '@dev/mock/people';
import { Refusal, type Answer } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

type Entry = Schemas['WaitlistEntry'];

/** The waitlist and its offers. */
export default class WaitlistMock {
  waitlist: Entry[] = [];

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/waitlist', (_, request) => {
      const { patientId } = clinic.caller(request);
      const open = this.waitlist.filter(({ status }) => status === 'WAITING' || status === 'OFFERED');
      return { body: { items: open.filter((entry) => !patientId || entry.patientId === patientId) } };
    });
    clinic.on('POST', '/api/waitlist', async (_, request) => this.join(request, await request.json()));
    clinic.on('DELETE', '/api/waitlist/:id', ([id]) => {
      this.waitlist = this.waitlist.filter((entry) => entry.id !== id);
      return { status: 204 };
    });
    clinic.on('POST', '/api/waitlist/:id/accept', ([id]) => this.accept(this.entry(id!)));
    clinic.on('POST', '/api/waitlist/:id/pass', ([id]) => {
      const entry = this.entry(id!);
      delete entry.offer;
      return { body: Object.assign(entry, { status: 'WAITING' }) };
    });
  }

  private entry(id: string): Entry {
    const found = this.waitlist.find((entry) => entry.id === id);
    if (!found) {
      throw new Refusal(404, 'not-found');
    }
    return found;
  }

  private join(request: Request, wish: Schemas['WaitlistWish']): Answer {
    const patientId = wish.patientId ?? this.clinic.caller(request).patientId!;
    const patient = this.clinic.patients.find(({ id }) => id === patientId)!;
    const doctor = doctors.find(({ id }) => id === wish.doctorId);
    const entry: Entry = {
      id: crypto.randomUUID(),
      patientId,
      patientName: `${patient.givenName} ${patient.familyName}`,
      patientListedName: `${patient.familyName}, ${patient.givenName}`,
      doctorId: doctor?.id,
      doctorName: doctor && `${doctor.title} ${doctor.givenName} ${doctor.familyName}`,
      departmentId: wish.departmentId ?? doctor?.departmentId,
      departmentName: doctor?.departmentName ?? departments.find(({ id }) => id === wish.departmentId)?.name,
      preferred: wish.preferred ?? {},
      reason: wish.reason ?? '',
      visitType: this.clinic.visitTypes.find(({ id }) => id === wish.visitTypeId),
      status: 'WAITING',
      joinedAt: new Date().toISOString(),
    };
    this.waitlist.push(entry);
    return { status: 201, body: entry };
  }

  private accept(entry: Entry): Answer {
    if (!entry.offer || Date.parse(entry.offer.expiresAt) < Date.now()) {
      throw new Refusal(409, 'offer-gone');
    }
    const { doctorId, start } = entry.offer;
    const booked = this.clinic.make(doctorId, entry.patientId, start, entry.reason);
    this.clinic.appointments.push(booked);
    this.waitlist = this.waitlist.filter(({ id }) => id !== entry.id);
    return { status: 201, body: booked };
  }
}
