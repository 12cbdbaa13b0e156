import type { Clinic } from '@dev/mock/clinic';
import { sameInstant } from '@dev/mock/sameInstant';
import { doctors } from '@dev/mock/people';
import { Refusal, type Answer } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

const maxHolds = 3;

/** Free times and holds. */
export default class SlotsMock {
  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/doctors/:id/schedule', ([id], _, url) => ({
      body: {
        doctorId: id,
        zone: clinic.zone,
        days: clinic.days(
          id!,
          url.searchParams.get('from') ?? clinic.today(),
          Number(url.searchParams.get('days') ?? 7),
        ),
      },
    }));
    clinic.on('GET', '/api/appointments/first-free', (_, __, url) => ({
      body: { zone: clinic.zone, slots: this.firstFree(url) },
    }));
    clinic.on('GET', '/api/holds', (_, request) => {
      const { id } = clinic.caller(request);
      return { body: { items: clinic.currentHolds().filter(({ userId }) => userId === id) } };
    });
    clinic.on('POST', '/api/holds', async (_, request) => this.hold(request, await request.json()));
    clinic.on('DELETE', '/api/holds/:id', ([id]) => {
      clinic.holds = clinic.holds.filter((hold) => hold.id !== id);
      return { status: 204 };
    });
  }

  private firstFree(url: URL): Schemas['FreeSlot'][] {
    const department = url.searchParams.get('departmentId');
    const doctorId = url.searchParams.get('doctorId');
    return doctors
      .filter((one) => (!department || one.departmentId === department) && (!doctorId || one.id === doctorId))
      .flatMap(({ id }) => this.clinic.freeOf(id, Number(url.searchParams.get('perDoctor') ?? 1)))
      .sort((a, b) => a.start.localeCompare(b.start))
      .slice(0, Number(url.searchParams.get('limit') ?? 10));
  }

  private hold(request: Request, { doctorId, start }: Schemas['HoldWish']): Answer {
    const { id: userId } = this.clinic.caller(request);
    const mine = this.clinic.currentHolds().filter((hold) => hold.userId === userId);
    let hold = mine.find((one) => one.doctorId === doctorId && sameInstant(one.start, start));
    if (!hold) {
      if (mine.length >= maxHolds) {
        throw new Refusal(409, 'too-many-holds');
      }
      this.clinic.mustBeFree(doctorId, start, { userId });
      const expiresAt = new Date(Date.now() + this.clinic.policy.holdSeconds * 1000).toISOString();
      hold = { id: crypto.randomUUID(), doctorId, ...this.clinic.timeOf(start), expiresAt, userId };
      this.clinic.holds.push(hold);
    }
    return { status: 201, body: hold };
  }
}
