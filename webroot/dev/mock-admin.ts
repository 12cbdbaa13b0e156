import type { Schemas } from '../src/api/client';
import { addDays, dayOf, minuteOf } from '../src/composables/time.ts';
import type { Handler } from './mock-server.ts';
import { Refusal } from './mock-server.ts';

type Appointment = Schemas['Appointment'];
type Window = Schemas['WeeklyWindow'];
const weekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

/** What these pages need of the clinic in memory. */
interface Desk {
  appointments: Appointment[];
  patients: unknown[];
  departments: Schemas['Department'][];
  zone: string;
  now(): Date;
  match(request: Request, version: number): void;
}

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Setting the clinic up, and its numbers. */
export class MockAdmin {
  availability = new Map<string, Schemas['Availability']>();
  exceptions: Schemas['AvailabilityException'][] = [];
  holidays: Schemas['Holiday'][] = [];
  mails: Schemas['Mail'][] = [];

  constructor(
    private readonly desk: Desk,
    on: (method: string, path: string, handler: Handler) => void,
  ) {
    on('GET', '/api/doctors/:id/availability', ([id]) => ({ body: this.hoursOf(id!) }));
    on('PUT', '/api/doctors/:id/availability', async ([id], request, url) => {
      const before = this.hoursOf(id!);
      desk.match(request, before.version);
      const details = (await request.json()) as Schemas['AvailabilityDetails'];
      const after = { bufferMinutes: 0, ...details, doctorId: id!, version: before.version + 1 };
      if (!url.searchParams.has('dryRun', 'true')) {
        this.availability.set(id!, after);
      }
      const misfits = this.ahead(id!).filter((one) => !this.fits(one, after.windows));
      return { body: { availability: after, conflicts: misfits.map(conflict) } };
    });
    on('GET', '/api/doctors/:id/availability/exceptions', ([id]) => ({
      body: { items: this.exceptions.filter(({ doctorId }) => doctorId === id) },
    }));
    on('POST', '/api/doctors/:id/availability/exceptions', async ([id], request, url) => {
      const details = (await request.json()) as Schemas['AvailabilityExceptionDetails'];
      const exception = { note: '', ...details, id: crypto.randomUUID(), doctorId: id! };
      const within = ({ start }: Appointment) => start >= details.start && start < details.end;
      const conflicts = details.kind === 'LEAVE' ? this.ahead(id!).filter(within).map(conflict) : [];
      if (!url.searchParams.has('dryRun', 'true')) {
        this.exceptions.push(exception);
      }
      return { status: 201, body: { exception, conflicts } };
    });
    on('DELETE', '/api/doctors/:id/availability/exceptions/:exception', ([, id], _, url) => {
      if (!url.searchParams.has('dryRun', 'true')) {
        this.exceptions = this.exceptions.filter((one) => one.id !== id);
      }
      return { body: { conflicts: [] } };
    });
    on('GET', '/api/holidays', () => ({ body: { items: this.holidays } }));
    on('POST', '/api/holidays', async (_, request, url) => {
      const holiday = (await request.json()) as Schemas['Holiday'];
      if (!url.searchParams.has('dryRun', 'true')) {
        this.holidays.push(holiday);
      }
      const onDay = desk.appointments.filter(
        ({ start, status }) => status === 'BOOKED' && dayOf(start, desk.zone) === holiday.day,
      );
      return { status: 201, body: { conflicts: onDay.map(conflict) } };
    });
    on('DELETE', '/api/holidays/:day', ([day]) => {
      this.holidays = this.holidays.filter((one) => one.day !== day);
      return { status: 204 };
    });
    on('POST', '/api/departments', async (_, request) => {
      const department = { doctors: 0, version: 1, ...(await request.json()), id: crypto.randomUUID() };
      desk.departments.push(department);
      return { status: 201, body: department };
    });
    on('DELETE', '/api/departments/:id', ([id]) => {
      const found = desk.departments.findIndex((one) => one.id === id);
      if (desk.departments[found]?.doctors) {
        throw new Refusal(409, 'in-use');
      }
      desk.departments.splice(found, 1);
      return { status: 204 };
    });
    on('GET', '/api/overview', () => ({ body: this.overview() }));
    on('GET', '/api/mailbox', () => ({ body: { items: this.mails } }));
    on('GET', '/api/mailbox/:id', ([id]) => ({ body: this.mails.find((one) => one.id === id) }));
  }

  private hoursOf(doctorId: string): Schemas['Availability'] {
    const windows = weekdays
      .slice(1, 6)
      .flatMap((weekday) => [
        { weekday, opens: '08:00', closes: '12:00' } as Window,
        { weekday, opens: '14:00', closes: '19:00' } as Window,
      ]);
    const usual = { doctorId, visitMinutes: 30, bufferMinutes: 0, windows, version: 1 };
    return this.availability.get(doctorId) ?? usual;
  }

  private ahead(doctorId: string): Appointment[] {
    return this.desk.appointments.filter(
      (one) => one.doctorId === doctorId && one.status === 'BOOKED' && new Date(one.start) > this.desk.now(),
    );
  }

  private fits({ start, end }: Appointment, windows: Window[]): boolean {
    const weekday = weekdays[new Date(dayOf(start, this.desk.zone)).getUTCDay()];
    const [from, until] = [minuteOf(start, this.desk.zone), minuteOf(end, this.desk.zone)];
    return windows.some(
      (one) => one.weekday === weekday && minutes(one.opens) <= from && until <= minutes(one.closes),
    );
  }

  private overview(): Schemas['Overview'] {
    const today = dayOf(this.desk.now(), this.desk.zone);
    const byDay = new Map<string, Record<string, number>>();
    for (const { start, status } of this.desk.appointments) {
      const date = dayOf(start, this.desk.zone);
      const byStatus = byDay.get(date) ?? {};
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      byDay.set(date, byStatus);
    }
    const days = Array.from({ length: 38 }, (_, index) => {
      const date = addDays(today, index - 30);
      const byStatus = byDay.get(date) ?? {};
      const visits = Object.values(byStatus).reduce((sum, n) => sum + n, -(byStatus.CANCELLED ?? 0));
      return { date, byStatus, bookedMinutes: visits * 30, offeredMinutes: visits ? 24 * 300 : 0 };
    });
    return {
      asOf: this.desk.now().toISOString(),
      zone: this.desk.zone,
      doctors: 24,
      patients: this.desk.patients.length,
      newPatients: 7,
      today: days[30]!,
      days,
      departments: this.desk.departments.map((one, index) => ({
        departmentId: one.id,
        name: one.name,
        appointments: 12 - index,
        waiting: index % 3,
        bookedMinutes: 300 - index * 30,
        offeredMinutes: 480,
      })),
    };
  }
}

function conflict({ id, doctorId, start, end }: Appointment): Schemas['Conflict'] {
  return { appointmentId: id, doctorId, start, end };
}
