import type { Schemas } from '../src/api/client';
import type { Clinic } from './mock-clinic.ts';
import { departments, doctors } from './mock-people.ts';
import { Refusal, type Answer, type Handler } from './mock-server.ts';

type Hold = Schemas['Hold'] & { userId: string };
type Entry = Schemas['WaitlistEntry'];

const mostHolds = 3;

/** Holds, the waitlist and proposals of the clinic in memory. */
export class MockBooking {
  holds: Hold[] = [];
  waitlist: Entry[] = [];

  constructor(
    private readonly clinic: Clinic,
    on: (method: string, path: string, handler: Handler) => void,
  ) {
    on('GET', '/api/holds', (_, request) => {
      const { id } = clinic.caller(request);
      return { body: { items: this.current().filter(({ userId }) => userId === id) } };
    });
    on('POST', '/api/holds', async (_, request) => this.hold(request, await request.json()));
    on('DELETE', '/api/holds/:id', ([id]) => {
      this.holds = this.holds.filter((hold) => hold.id !== id);
      return { status: 204 };
    });
    on('GET', '/api/waitlist', (_, request) => {
      const { patientId } = clinic.caller(request);
      const open = this.waitlist.filter(({ status }) => status === 'WAITING' || status === 'OFFERED');
      return { body: { items: open.filter((entry) => !patientId || entry.patientId === patientId) } };
    });
    on('POST', '/api/waitlist', async (_, request) => this.join(request, await request.json()));
    on('DELETE', '/api/waitlist/:id', ([id]) => {
      this.waitlist = this.waitlist.filter((entry) => entry.id !== id);
      return { status: 204 };
    });
    on('POST', '/api/waitlist/:id/accept', ([id]) => this.accept(this.entry(id!)));
    on('POST', '/api/waitlist/:id/pass', ([id]) => {
      const entry = this.entry(id!);
      delete entry.offer;
      return { body: Object.assign(entry, { status: 'WAITING' }) };
    });
    on('POST', '/api/appointments/auto-assign', async (_, request) => this.assign(await request.json()));
  }

  /** Whoever holds the slot, if anybody does. */
  holderOf(doctorId: string, start: string): string | undefined {
    return this.current().find((hold) => hold.doctorId === doctorId && same(hold.start, start))?.userId;
  }

  /** The slot is booked, or moved to. */
  use(doctorId: string, start: string) {
    this.holds = this.holds.filter((hold) => hold.doctorId !== doctorId || !same(hold.start, start));
  }

  private current(): Hold[] {
    this.holds = this.holds.filter(({ expiresAt }) => Date.parse(expiresAt) > Date.now());
    return this.holds;
  }

  private hold(request: Request, { doctorId, start }: Schemas['HoldWish']): Answer {
    const { id: userId } = this.clinic.caller(request);
    const mine = this.current().filter((hold) => hold.userId === userId);
    let hold = mine.find((one) => one.doctorId === doctorId && same(one.start, start));
    if (!hold) {
      if (mine.length >= mostHolds) {
        throw new Refusal(409, 'too-many-holds');
      }
      this.clinic.mustBeFree(doctorId, start, { userId });
      const expiresAt = new Date(Date.now() + this.clinic.policy.holdSeconds * 1000).toISOString();
      hold = { id: crypto.randomUUID(), doctorId, ...this.clinic.timeOf(start), expiresAt, userId };
      this.holds.push(hold);
    }
    return { status: 201, body: hold };
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
      doctorId: doctor?.id,
      doctorName: doctor && `${doctor.title} ${doctor.givenName} ${doctor.familyName}`,
      departmentId: wish.departmentId ?? doctor?.departmentId,
      departmentName: doctor?.departmentName ?? departments.find(({ id }) => id === wish.departmentId)?.name,
      preferred: wish.preferred ?? {},
      reason: wish.reason ?? '',
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

  private assign({ reason = '', departmentId }: Schemas['AssignmentWish']): Answer {
    const fits = doctors.filter(
      (doctor) =>
        departmentId === doctor.departmentId ||
        /heart|chest/i.test(reason) === (doctor.specialization === 'Cardiology'),
    );
    const proposals = fits.slice(0, 3).map((doctor, index): Schemas['Proposal'] => ({
      doctorName: `${doctor.title} ${doctor.givenName} ${doctor.familyName}`,
      specialization: doctor.specialization,
      departmentName: doctor.departmentName,
      ...this.clinic.freeOf(doctor.id, 1)[0]!,
      reasons: [
        { kind: 'SPECIALTY_FITS', text: 'It fits.', value: doctor.specialization },
        index === 0
          ? { kind: 'KNOWS_YOU', text: 'You have met.', value: '2026-10-05' }
          : { kind: 'SHORT_WAIT', text: 'Soon.', value: '1' },
      ],
    }));
    return { body: { understood: fits.slice(0, 1).map(({ specialization }) => specialization), proposals } };
  }
}

function same(one: string, other: string): boolean {
  return Date.parse(one) === Date.parse(other);
}
