import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';
import { dayOf, minuteOf } from '@/shared/lib/time';

type Appointment = Schemas['Appointment'];
type Window = Schemas['WeeklyWindow'];

const weekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];
const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Weekly hours, leave and holidays. */
export default class AvailabilityMock {
  availability = new Map<string, Schemas['Availability']>();
  exceptions: Schemas['AvailabilityException'][] = [];
  holidays: Schemas['Holiday'][] = [];

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/doctors/:id/availability', ([id]) => ({ body: this.hoursOf(id!) }));
    clinic.on('PUT', '/api/doctors/:id/availability', async ([id], request, url) => {
      const before = this.hoursOf(id!);
      clinic.match(request, before.version);
      const details = (await request.json()) as Schemas['AvailabilityDetails'];
      const after = { bufferMinutes: 0, ...details, doctorId: id!, version: before.version + 1 };
      if (!url.searchParams.has('dryRun', 'true')) {
        this.availability.set(id!, after);
      }
      const misfits = this.ahead(id!).filter((one) => !this.fits(one, after.windows));
      return { body: { availability: after, conflicts: misfits.map(conflict) } };
    });
    clinic.on('GET', '/api/doctors/:id/availability/exceptions', ([id]) => ({
      body: { items: this.exceptions.filter(({ doctorId }) => doctorId === id) },
    }));
    clinic.on('POST', '/api/doctors/:id/availability/exceptions', async ([id], request, url) => {
      const details = (await request.json()) as Schemas['AvailabilityExceptionDetails'];
      const exception = { note: '', ...details, id: crypto.randomUUID(), doctorId: id! };
      const within = ({ start }: Appointment) => start >= details.start && start < details.end;
      const conflicts = details.kind === 'LEAVE' ? this.ahead(id!).filter(within).map(conflict) : [];
      if (!url.searchParams.has('dryRun', 'true')) {
        this.exceptions.push(exception);
      }
      return { status: 201, body: { exception, conflicts } };
    });
    clinic.on('DELETE', '/api/doctors/:id/availability/exceptions/:exception', ([, id], _, url) => {
      if (!url.searchParams.has('dryRun', 'true')) {
        this.exceptions = this.exceptions.filter((one) => one.id !== id);
      }
      return { body: { conflicts: [] } };
    });
    clinic.on('GET', '/api/holidays', () => ({ body: { items: this.holidays } }));
    clinic.on('POST', '/api/holidays', async (_, request, url) => {
      const holiday = (await request.json()) as Schemas['Holiday'];
      if (!url.searchParams.has('dryRun', 'true')) {
        this.holidays.push(holiday);
      }
      const onDay = clinic.appointments.filter(
        ({ start, status }) => status === 'BOOKED' && dayOf(start, clinic.zone) === holiday.day,
      );
      return { status: 201, body: { conflicts: onDay.map(conflict) } };
    });
    clinic.on('DELETE', '/api/holidays/:day', ([day]) => {
      this.holidays = this.holidays.filter((one) => one.day !== day);
      return { status: 204 };
    });
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
    return this.clinic.appointments.filter(
      (one) =>
        one.doctorId === doctorId && one.status === 'BOOKED' && new Date(one.start) > this.clinic.now(),
    );
  }

  private fits({ start, end }: Appointment, windows: Window[]): boolean {
    const weekday = weekdays[new Date(dayOf(start, this.clinic.zone)).getUTCDay()];
    const [from, until] = [minuteOf(start, this.clinic.zone), minuteOf(end, this.clinic.zone)];
    return windows.some(
      (one) => one.weekday === weekday && minutes(one.opens) <= from && until <= minutes(one.closes),
    );
  }
}

function conflict({ id, doctorId, start, end }: Appointment): Schemas['Conflict'] {
  return { appointmentId: id, doctorId, start, end };
}
