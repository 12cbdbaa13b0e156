import type { Schemas } from '../src/api/client';
import { addDays, dayOf, startOfDay } from '../src/composables/time.ts';
import { MockBooking } from './mock-booking.ts';
import { MockAdmin } from './mock-admin.ts';
import { MockServer, Refusal, type Answer } from './mock-server.ts';
import { seedAppointments } from './mock-seed.ts';
import { departments as allDepartments, doctors, patients, users } from './mock-people.ts';

type Appointment = Schemas['Appointment'];
const zone = 'Europe/Berlin';
const minute = 60_000;

/** A clinic in memory that keeps the contract well enough to look at every page. */
export class Clinic extends MockServer {
  policy: Schemas['Policy'] = {
    clinicName: 'St. Aurelia Hospital',
    zone,
    minimumNoticeMinutes: 60,
    horizonDays: 60,
    changeCutoffMinutes: 240,
    holdSeconds: 180,
    offerMinutes: 30,
    version: 1,
  };
  appointments: Appointment[] = [];
  users = structuredClone(users);
  patients = structuredClone(patients);
  departments = structuredClone(allDepartments);
  readonly zone = zone;
  readonly admin: MockAdmin;
  readonly booking: MockBooking;
  private signedIn: string | null = null;

  constructor(readonly now = () => new Date()) {
    super();
    const make = this.make.bind(this);
    this.appointments = seedAppointments(this.now(), zone, this.patients, make);
    const on = this.on.bind(this);
    this.admin = new MockAdmin(this, on);
    this.booking = new MockBooking(this, on);
    on('GET', '/api/settings', () => ({ body: this.policy }));
    on('PUT', '/api/settings', async (_, request) => {
      this.match(request, this.policy.version);
      this.policy = { ...(await request.json()), version: this.policy.version + 1 };
      return { body: this.policy };
    });
    on('POST', '/api/auth/login', async (_, request) => this.login((await request.json()).email));
    on('POST', '/api/auth/register', async (_, request) => this.register(await request.json()));
    on('POST', '/api/auth/refresh', (_, request) => this.refresh(request));
    on('POST', '/api/auth/logout', () => ({ status: 204, cookie: '' }));
    on('POST', '/api/auth/invitation', () => this.login('desk@example.org'));
    on('PUT', '/api/auth/password', () => ({ status: 204 }));
    on('GET', '/api/departments', () => ({ body: { items: this.departments } }));
    on('GET', '/api/doctors', (_, __, url) => this.listDoctors(url));
    on('GET', '/api/doctors/:id', ([id]) => ({
      body: {
        ...this.doctor(id!),
        availability: { doctorId: id, visitMinutes: 30, bufferMinutes: 0, windows: [], version: 1 },
      },
    }));
    on('GET', '/api/doctors/:id/schedule', ([id], _, url) => ({
      body: {
        doctorId: id,
        zone,
        days: this.days(
          id!,
          url.searchParams.get('from') ?? this.today(),
          Number(url.searchParams.get('days') ?? 7),
        ),
      },
    }));
    on('GET', '/api/appointments/first-free', (_, __, url) => ({
      body: { zone, slots: this.firstFree(url) },
    }));
    on('GET', '/api/appointments', (_, request, url) => this.listAppointments(request, url));
    on('POST', '/api/appointments', async (_, request) => this.book(request));
    on('GET', '/api/appointments/:id', ([id]) => ({ body: this.appointment(id!) }));
    on('GET', '/api/appointments/:id/history', ([id]) => {
      const { version, doctorId, start, end, status } = this.appointment(id!);
      const booked = { version, at: this.now().toISOString(), kind: 'BOOKED', note: '' };
      return { body: { changes: [{ ...booked, doctorId, start, end, status }] } };
    });
    on('PUT', '/api/appointments/:id', async ([id], request) => {
      const found = this.appointment(id!);
      this.match(request, found.version);
      const { start, doctorId = found.doctorId } = await request.json();
      this.mustBeFree(doctorId, start, { but: found.id, userId: this.caller(request).id });
      this.booking.use(doctorId, start);
      return { body: Object.assign(found, this.timeOf(start), { doctorId, version: found.version + 1 }) };
    });
    on('DELETE', '/api/appointments/:id', ([id], request) => this.setStatus(id!, request, 'CANCELLED'));
    on('PUT', '/api/appointments/:id/status', async ([id], request) =>
      this.setStatus(id!, request, (await request.json()).status),
    );
    on('GET', '/api/patients', () => ({ body: { items: this.patients.slice(0, 30) } }));
    on('GET', '/api/patients/search', (_, __, url) => {
      const q = url.searchParams.get('q')!.toLowerCase();
      return {
        body: {
          items: this.patients.filter((one) =>
            `${one.givenName} ${one.familyName} ${one.phone}`.toLowerCase().includes(q),
          ),
        },
      };
    });
    on('POST', '/api/patients', async (_, request) => {
      const patient = { medicalHistory: {}, ...(await request.json()), id: crypto.randomUUID(), version: 1 };
      this.patients.push(patient);
      return { status: 201, body: patient };
    });
    on('GET', '/api/patients/:id', ([id]) => ({ body: this.patient(id!) }));
    on('PUT', '/api/patients/:id', async ([id], request) => {
      const patient = this.patient(id!);
      this.match(request, patient.version);
      const saved = { ...(await request.json()), id, version: patient.version + 1 };
      this.patients[this.patients.indexOf(patient)] = saved;
      return { body: saved };
    });
    on('GET', '/api/users', () => ({ body: { items: this.users } }));
    on('POST', '/api/users', async (_, request) => {
      const user = { ...(await request.json()), id: crypto.randomUUID(), blocked: false, invited: true };
      this.users.push(user);
      return { status: 201, body: this.invitation(user) };
    });
    on('POST', '/api/users/:id/invitation', ([id]) => ({
      status: 201,
      body: this.invitation(this.user(id!)),
    }));
    on('POST', '/api/users/:id/block', ([id]) => ({
      body: Object.assign(this.user(id!), { blocked: true }),
    }));
    on('POST', '/api/users/:id/unblock', ([id]) => ({
      body: Object.assign(this.user(id!), { blocked: false }),
    }));
  }

  private login(email: string): Answer {
    const user = this.users.find((one) => one.email === email);
    if (!user) {
      throw new Refusal(401, 'wrong-credentials');
    }
    this.signedIn = user.id;
    return { cookie: user.id, body: { accessToken: user.id, tokenType: 'Bearer', expiresIn: 900, user } };
  }

  private register(registration: Schemas['Registration']): Answer {
    if (this.users.some(({ email }) => email === registration.email)) {
      throw new Refusal(409, 'already-exists', {
        errors: [{ pointer: '/email', detail: 'There is an account with this address' }],
      });
    }
    const patientId = crypto.randomUUID();
    const { givenName, familyName, email, birthDate, phone } = registration;
    this.patients.push({
      id: patientId,
      medicalHistory: {},
      version: 1,
      givenName,
      familyName,
      email,
      birthDate,
      phone,
    });
    const name = `${registration.givenName} ${registration.familyName}`;
    this.users.push({
      id: crypto.randomUUID(),
      email: registration.email,
      name,
      roles: ['PATIENT'],
      patientId,
      blocked: false,
      invited: false,
    });
    return { ...this.login(registration.email), status: 201 };
  }

  private refresh(request: Request): Answer {
    const cookie = /mock=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? this.signedIn;
    const user = this.users.find(({ id }) => id === cookie);
    if (!user) {
      throw new Refusal(401, 'unauthenticated');
    }
    return this.login(user.email);
  }

  caller(request: Request): Schemas['User'] {
    const token = request.headers.get('authorization')?.replace('Bearer ', '');
    const user = this.users.find(({ id }) => id === token);
    if (!user) {
      throw new Refusal(401, 'unauthenticated');
    }
    return user;
  }

  private find<T extends { id: string }>(list: T[], id: string): T {
    const found = list.find((one) => one.id === id);
    if (!found) {
      throw new Refusal(404, 'not-found');
    }
    return found;
  }

  private doctor = (id: string) => this.find(doctors, id);
  private patient = (id: string) => this.find(this.patients, id);
  private user = (id: string) => this.find(this.users, id);
  private appointment = (id: string) => this.find(this.appointments, id);
  private today = () => dayOf(this.now(), zone);

  match(request: Request, version: number) {
    const wanted = request.headers.get('if-match');
    if (wanted && wanted !== `"${version}"`) {
      throw new Refusal(412, 'stale-version');
    }
  }

  private invitation(user: Schemas['User']) {
    return {
      user,
      link: 'http://localhost:8080/invitation#token=abcdefghijklmnopqrstuvwxyz',
      expiresAt: new Date(this.now().getTime() + 72 * 60 * minute).toISOString(),
    };
  }

  private listDoctors(url: URL): Answer {
    const q = url.searchParams.get('q')?.toLowerCase();
    const department = url.searchParams.get('departmentId');
    const limit = Number(url.searchParams.get('limit') ?? 50);
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const found = doctors.filter(
      (one) =>
        (!department || one.departmentId === department) &&
        (!q || `${one.givenName} ${one.familyName} ${one.specialization}`.toLowerCase().includes(q)),
    );
    return {
      body: {
        items: found.slice(from, from + limit),
        next: from + limit < found.length ? String(from + limit) : undefined,
      },
    };
  }

  timeOf(start: string) {
    return { start, end: new Date(Date.parse(start) + 30 * minute).toISOString() };
  }

  /** The days of a doctor: 8 to 12 and 14 to 19, half hours, not on Sundays. */
  days(doctorId: string, from: string, count: number): Schemas['ScheduleDay'][] {
    const offset = doctors.findIndex(({ id }) => id === doctorId);
    return Array.from({ length: count }, (_, index) => addDays(from, index)).map((date) => {
      const weekday = new Date(date).getUTCDay();
      const closed = weekday === 0 || (weekday + offset) % 6 === 0;
      const midnight = startOfDay(date, zone).getTime();
      const halves = closed ? [] : [...range(16, 24), ...range(28, 28 + (offset % 3) * 5)];
      return {
        date,
        version: 1,
        slots: halves.map((half) => {
          const time = this.timeOf(new Date(midnight + half * 30 * minute).toISOString());
          const past =
            Date.parse(time.start) < this.now().getTime() + this.policy.minimumNoticeMinutes * minute;
          return { ...time, state: past ? 'PAST' : this.stateOf(doctorId, time.start) };
        }),
      };
    });
  }

  private stateOf(doctorId: string, start: string): Schemas['ScheduleSlot']['state'] {
    return this.isTaken(doctorId, start) ? 'TAKEN' : this.booking.holderOf(doctorId, start) ? 'HELD' : 'FREE';
  }

  private isTaken(doctorId: string, start: string, but?: string): boolean {
    return this.appointments.some(
      (one) =>
        one.doctorId === doctorId &&
        one.id !== but &&
        one.status !== 'CANCELLED' &&
        Date.parse(one.start) === Date.parse(start),
    );
  }

  freeOf(doctorId: string, count: number): Schemas['FreeSlot'][] {
    return this.days(doctorId, this.today(), 14)
      .flatMap(({ slots }) => slots.filter(({ state }) => state === 'FREE'))
      .slice(0, count)
      .map(({ start, end }) => ({ doctorId, start, end }));
  }

  private firstFree(url: URL): Schemas['FreeSlot'][] {
    const department = url.searchParams.get('departmentId');
    const doctorId = url.searchParams.get('doctorId');
    return doctors
      .filter((one) => (!department || one.departmentId === department) && (!doctorId || one.id === doctorId))
      .flatMap(({ id }) => this.freeOf(id, Number(url.searchParams.get('perDoctor') ?? 1)))
      .sort((a, b) => a.start.localeCompare(b.start))
      .slice(0, Number(url.searchParams.get('limit') ?? 10));
  }

  mustBeFree(doctorId: string, start: string, { but, userId }: { but?: string; userId: string }) {
    const holder = this.booking.holderOf(doctorId, start);
    const slug = this.isTaken(doctorId, start, but) ? 'slot-taken' : 'slot-held';
    if (slug === 'slot-taken' || (holder && holder !== userId)) {
      throw new Refusal(409, slug, { alternatives: this.freeOf(doctorId, 3) });
    }
  }

  private async book(request: Request): Promise<Answer> {
    const user = this.caller(request);
    const {
      doctorId,
      start,
      reason = '',
      patientId = user.patientId,
    } = (await request.json()) as Schemas['Booking'];
    this.mustBeFree(doctorId, start, { userId: user.id });
    this.booking.use(doctorId, start);
    const appointment = this.make(doctorId, patientId!, start, reason);
    this.appointments.push(appointment);
    return { status: 201, body: appointment };
  }

  make(doctorId: string, patientId: string, start: string, reason: string): Appointment {
    const doctor = this.doctor(doctorId);
    const patient = this.patient(patientId);
    return {
      id: crypto.randomUUID(),
      doctorId,
      doctorName: `${doctor.title} ${doctor.givenName} ${doctor.familyName}`,
      departmentName: doctor.departmentName,
      room: doctor.room,
      patientId,
      patientName: `${patient.givenName} ${patient.familyName}`,
      ...this.timeOf(start),
      status: 'BOOKED',
      reason,
      version: 1,
    };
  }

  private listAppointments(request: Request, url: URL): Answer {
    const user = this.caller(request);
    const query = url.searchParams;
    const status = query.getAll('status');
    const department = this.departments.find(({ id }) => id === query.get('departmentId'))?.name;
    const own = user.patientId ?? query.get('patientId');
    const items = this.appointments
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

  private setStatus(id: string, request: Request, status: Appointment['status']): Answer {
    const found = this.appointment(id);
    this.match(request, found.version);
    return { body: Object.assign(found, { status, version: found.version + 1 }) };
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
