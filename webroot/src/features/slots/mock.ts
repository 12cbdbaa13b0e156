import type { Clinic } from '@dev/mock/clinic';
import { sameInstant } from '@dev/mock/sameInstant';
import { doctors } from '@dev/mock/people';
import { Refusal, type Answer } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

const maxHolds = 3;
const visitor = 'visitor';
const extendedMs = 600_000;

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
    clinic.on('GET', '/api/appointments/first-free/departments', () => ({
      body: { zone: clinic.zone, items: this.firstFreeOfDepartments() },
    }));
    clinic.on('GET', '/api/holds', (_, request) => {
      const { id } = clinic.caller(request);
      return { body: { items: clinic.currentHolds().filter(({ userId }) => userId === id) } };
    });
    clinic.on('POST', '/api/holds', async (_, request) => this.hold(request, await request.json()));
    for (const path of ['/api/holds/:id', '/api/visitor-holds/:id']) {
      clinic.on('DELETE', path, ([id]) => {
        clinic.holds = clinic.holds.filter((hold) => hold.id !== id);
        return { status: 204 };
      });
    }
    clinic.on('POST', '/api/visitor-holds', async (_, request) => this.holdAsVisitor(await request.json()));
    clinic.on('POST', '/api/visitor-holds/extension', () => {
      const hold = clinic.currentHolds().find(({ userId }) => userId === visitor)!;
      hold.expiresAt = new Date(Date.now() + extendedMs).toISOString();
      return { body: hold };
    });
  }

  private firstFree(url: URL): Schemas['FreeSlot'][] {
    const department = url.searchParams.get('departmentId');
    const doctorId = url.searchParams.get('doctorId');
    const doctorIds = url.searchParams.getAll('doctorIds');
    const visitTypeId = url.searchParams.get('visitTypeId');
    const from = Date.parse(url.searchParams.get('from') ?? '') || 0;
    const type = this.clinic.visitTypes.find(({ id }) => id === visitTypeId);
    return doctors
      .filter(({ id }) => !type?.doctorIds.length || type.doctorIds.includes(id))
      .filter((one) => (!department || one.departmentId === department) && (!doctorId || one.id === doctorId))
      .filter(({ id }) => doctorIds.length === 0 || doctorIds.includes(id))
      .flatMap(({ id }) => this.clinic.freeOf(id, Number(url.searchParams.get('perDoctor') ?? 1), from))
      .sort((a, b) => a.start.localeCompare(b.start))
      .slice(0, Number(url.searchParams.get('limit') ?? 10));
  }

  private firstFreeOfDepartments(): Schemas['DepartmentSlot'][] {
    return this.clinic.departments.flatMap(({ id: departmentId }) => {
      const slots = doctors
        .filter((one) => one.departmentId === departmentId)
        .flatMap(({ id }) => this.clinic.freeOf(id, 1))
        .sort((a, b) => a.start.localeCompare(b.start));
      return slots.slice(0, 1).map((slot) => ({ departmentId, slot }));
    });
  }

  private hold(request: Request, { doctorId, start }: Schemas['HoldWish']): Answer {
    const { id: userId } = this.clinic.caller(request);
    this.clinic.currentHolds().forEach((hold) => {
      if (hold.userId === visitor && hold.doctorId === doctorId && sameInstant(hold.start, start)) {
        hold.userId = userId;
      }
    });
    const mine = this.clinic.currentHolds().filter((hold) => hold.userId === userId);
    let hold = mine.find((one) => one.doctorId === doctorId && sameInstant(one.start, start));
    if (!hold) {
      if (mine.length >= maxHolds) {
        throw new Refusal(409, 'too-many-holds');
      }
      hold = this.add(doctorId, start, userId);
    }
    return { status: 201, body: hold };
  }

  /** One visitor, who holds one slot. */
  private holdAsVisitor({ doctorId, start }: Schemas['VisitorHoldWish']): Answer {
    const mine = this.clinic.currentHolds().find((hold) => hold.userId === visitor);
    if (mine?.doctorId === doctorId && sameInstant(mine.start, start)) {
      return { status: 201, body: mine };
    }
    this.clinic.holds = this.clinic.holds.filter((hold) => hold !== mine);
    return { status: 201, body: this.add(doctorId, start, visitor) };
  }

  private add(doctorId: string, start: string, userId: string) {
    this.clinic.mustBeFree(doctorId, start, { userId });
    const expiresAt = new Date(Date.now() + this.clinic.policy.holdSeconds * 1000).toISOString();
    const hold = { id: crypto.randomUUID(), doctorId, ...this.clinic.timeOf(start), expiresAt, userId };
    this.clinic.holds.push(hold);
    return hold;
  }
}
