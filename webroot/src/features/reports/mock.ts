import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';
import { addDays, dayOf } from '@/shared/lib/time';

/** The clinic in numbers. */
export default class ReportsMock {
  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/overview', () => ({ body: this.overview() }));
  }

  private overview(): Schemas['Overview'] {
    const today = dayOf(this.clinic.now(), this.clinic.zone);
    const byDay = new Map<string, Record<string, number>>();
    for (const { start, status } of this.clinic.appointments) {
      const date = dayOf(start, this.clinic.zone);
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
      asOf: this.clinic.now().toISOString(),
      zone: this.clinic.zone,
      doctors: 24,
      patients: this.clinic.patients.length,
      newPatients: 7,
      today: days[30]!,
      days,
      departments: this.clinic.departments.map((one, index) => ({
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
