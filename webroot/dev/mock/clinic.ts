import type { Schemas } from '@/shared/api/client';
import { addDays, dayOf, startOfDay } from '@/shared/lib/time';
import { departments, doctors, patients, users } from './people';
import { sameInstant } from './sameInstant';
import { seedAppointments } from './seed';
import { MockServer, Refusal } from './server';

type Appointment = Schemas['Appointment'];
type Hold = Schemas['Hold'] & { userId: string };
type Mock<T = object> = new (clinic: Clinic) => T;

const mocks = import.meta.glob<Mock>('../../src/features/*/mock.ts', { eager: true, import: 'default' });
const minuteMs = 60_000;

/**
 * A clinic in memory that keeps the contract well enough to look at every page: what several features
 * share. The operations come from the features' own `mock.ts`.
 */
export class Clinic extends MockServer {
  policy: Schemas['Policy'] = {
    clinicName: 'St. Aurelia Hospital',
    zone: 'Europe/Berlin',
    minimumNoticeMinutes: 60,
    horizonDays: 60,
    changeCutoffMinutes: 240,
    holdSeconds: 180,
    offerMinutes: 30,
    maxOpenAppointments: 5,
    maxOverbookedPerDay: 2,
    waitlistDays: 90,
    emergencyNumber: '112',
    mailLanguage: 'en',
    contact: {
      address: 'Lindenweg 4\n10115 Berlin',
      phone: '+49 30 901820',
      openingHours: 'Monday to Friday, 7 to 20',
      imprint: 'St. Aurelia gGmbH',
    },
    version: 1,
  };
  appointments: Appointment[] = [];
  holds: Hold[] = [];
  /** A clinic has none at first. */
  visitTypes: Schemas['VisitType'][] = [];
  users = structuredClone(users);
  patients = structuredClone(patients);
  departments = structuredClone(departments);
  readonly zone = this.policy.zone;
  private readonly features = new Map<Mock, object>();

  constructor(readonly now = () => new Date()) {
    super();
    this.appointments = seedAppointments(this.now(), this.zone, this.patients, this.make.bind(this));
    Object.values(mocks).forEach((Feature) => this.features.set(Feature, new Feature(this)));
  }

  /** What the mock of a feature keeps. */
  of<T extends object>(feature: Mock<T>): T {
    return this.features.get(feature) as T;
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

  doctor = (id: string) => this.find(doctors, id);
  patient = (id: string) => this.find(this.patients, id);
  user = (id: string) => this.find(this.users, id);
  appointment = (id: string) => this.find(this.appointments, id);
  today = () => dayOf(this.now(), this.zone);

  match(request: Request, version: number) {
    const wanted = request.headers.get('if-match');
    if (wanted && wanted !== `"${version}"`) {
      throw new Refusal(412, 'stale-version');
    }
  }

  timeOf(start: string) {
    return { start, end: new Date(Date.parse(start) + 30 * minuteMs).toISOString() };
  }

  /** The days of a doctor: 8 to 12 and 14 to 19, half hours, not on Sundays. */
  days(doctorId: string, from: string, count: number): Schemas['ScheduleDay'][] {
    const offset = doctors.findIndex(({ id }) => id === doctorId);
    const taken = this.takenTimes(doctorId);
    return Array.from({ length: count }, (_, index) => addDays(from, index)).map((date) => {
      const weekday = new Date(date).getUTCDay();
      const closed = weekday === 0 || (weekday + offset) % 6 === 0;
      const midnight = startOfDay(date, this.zone).getTime();
      const halves = closed ? [] : [...range(16, 24), ...range(28, 28 + (offset % 3) * 5)];
      return {
        date,
        version: 1,
        slots: halves.map((half) => {
          const time = this.timeOf(new Date(midnight + half * 30 * minuteMs).toISOString());
          const past =
            Date.parse(time.start) < this.now().getTime() + this.policy.minimumNoticeMinutes * minuteMs;
          return { ...time, state: past ? 'PAST' : this.stateOf(doctorId, time.start, taken) };
        }),
      };
    });
  }

  private stateOf(
    doctorId: string,
    start: string,
    taken: ReadonlySet<number>,
  ): Schemas['ScheduleSlot']['state'] {
    if (taken.has(Date.parse(start))) {
      return 'TAKEN';
    }
    return this.holderOf(doctorId, start) ? 'HELD' : 'FREE';
  }

  /** When a doctor's visits begin. */
  private takenTimes(doctorId: string, but?: string): ReadonlySet<number> {
    return new Set(
      this.appointments
        .filter((one) => one.doctorId === doctorId && one.id !== but && one.status !== 'CANCELLED')
        .map(({ start }) => Date.parse(start)),
    );
  }

  currentHolds(): Hold[] {
    this.holds = this.holds.filter(({ expiresAt }) => Date.parse(expiresAt) > Date.now());
    return this.holds;
  }

  /** The user who holds the slot, if there is one. */
  holderOf(doctorId: string, start: string): string | undefined {
    return this.currentHolds().find((hold) => hold.doctorId === doctorId && sameInstant(hold.start, start))
      ?.userId;
  }

  /** The slot is booked, or moved to. */
  releaseHold(doctorId: string, start: string) {
    this.holds = this.holds.filter((hold) => hold.doctorId !== doctorId || !sameInstant(hold.start, start));
  }

  freeOf(doctorId: string, count: number, from = 0): Schemas['FreeSlot'][] {
    return this.days(doctorId, this.today(), 14)
      .flatMap(({ slots }) =>
        slots.filter(({ state, start }) => state === 'FREE' && Date.parse(start) >= from),
      )
      .slice(0, count)
      .map(({ start, end }) => ({ doctorId, start, end }));
  }

  mustBeFree(doctorId: string, start: string, { but, userId }: { but?: string; userId: string }) {
    const holder = this.holderOf(doctorId, start);
    const slug = this.takenTimes(doctorId, but).has(Date.parse(start)) ? 'slot-taken' : 'slot-held';
    if (slug === 'slot-taken' || (holder && holder !== userId)) {
      throw new Refusal(409, slug, { alternatives: this.freeOf(doctorId, 3) });
    }
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
      patientListedName: `${patient.familyName}, ${patient.givenName}`,
      ...this.timeOf(start),
      status: 'BOOKED',
      since: this.now().toISOString(),
      reason,
      lane: 'REGULAR',
      version: 1,
    };
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
