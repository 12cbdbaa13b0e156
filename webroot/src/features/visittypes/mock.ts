import type { Clinic } from '@dev/mock/clinic';
import { doctors } from '@dev/mock/people';
import { Refusal, type Answer } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

function isStaff(clinic: Clinic, request: Request): boolean {
  return (
    request.headers.has('authorization') && clinic.caller(request).roles.some((role) => role !== 'PATIENT')
  );
}

/** Types of visits. */
export default class VisitTypesMock {
  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/visit-types', (_, request, url) => ({
      body: { items: this.offered(url, isStaff(clinic, request)) },
    }));
    clinic.on('GET', '/api/visit-types/:id', ([id]) => ({
      body: this.clinic.visitTypes.find((one) => one.id === id),
    }));
    clinic.on('POST', '/api/visit-types', async (_, request) => this.add(await request.json()));
    clinic.on('PUT', '/api/visit-types/:id', async ([id], request) => {
      const stored = this.clinic.visitTypes.find((one) => one.id === id)!;
      if (request.headers.get('If-Match') !== `"${stored.version}"`) {
        throw new Refusal(412, 'stale-version');
      }
      Object.assign(stored, this.complete(await request.json()), { version: stored.version + 1 });
      return { body: stored };
    });
  }

  add(details: Schemas['VisitTypeDetails']): Answer & { body: Schemas['VisitType'] } {
    const type = { id: crypto.randomUUID(), version: 1, ...this.complete(details) };
    this.clinic.visitTypes.push(type);
    return { status: 201, body: type };
  }

  private complete(details: Schemas['VisitTypeDetails']) {
    return {
      ...details,
      doctorIds: details.doctorIds ?? [],
      instruction: details.instruction ?? '',
      questions: (details.questions ?? []).map((one) => ({ ...one, id: one.id ?? crypto.randomUUID() })),
    };
  }

  private offered(url: URL, isStaff: boolean) {
    const doctorId = url.searchParams.get('doctorId');
    const departmentId =
      url.searchParams.get('departmentId') ?? doctors.find(({ id }) => id === doctorId)?.departmentId;
    return this.clinic.visitTypes
      .filter((one) => url.searchParams.has('inactive') || one.active)
      .filter((one) => isStaff || one.bookableByPatients)
      .filter((one) => !departmentId || one.departmentIds.includes(departmentId))
      .filter((one) => !doctorId || !one.doctorIds.length || one.doctorIds.includes(doctorId))
      .sort((a, b) => a.name.localeCompare(b.name));
  }
}
