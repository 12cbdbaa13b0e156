import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';

/** The audit trail. */
export default class AuditMock {
  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/audit', (_, request) => {
      const kind = new URL(request.url).searchParams.get('kind');
      return { body: { items: this.entries().filter((one) => !kind || one.kind === kind) } };
    });
    clinic.on('GET', '/api/patients/:id/accesses', () => ({ body: { items: this.accesses() } }));
  }

  private entries(): Schemas['AuditEntry'][] {
    const [admin, doctor] = this.clinic.users;
    const common = { node: 'node-1', requestId: 'b7ad6b7169203331', address: '192.0.2.7' };
    return [
      {
        ...common,
        id: 'a0000000-0000-7000-8000-000000000002',
        at: this.clinic.now().toISOString(),
        actorId: doctor!.id,
        actorName: doctor!.name,
        actorRoles: doctor!.roles,
        operation: 'patients.getPatient',
        kind: 'READ',
        outcome: 'forbidden',
        patientIds: [this.clinic.patients[0]!.id],
      },
      {
        ...common,
        id: 'a0000000-0000-7000-8000-000000000001',
        at: this.clinic.now().toISOString(),
        actorId: admin!.id,
        actorName: admin!.name,
        actorRoles: admin!.roles,
        operation: 'scheduling.setPolicy',
        kind: 'CONFIGURATION',
        outcome: 'done',
        patientIds: [],
      },
    ];
  }

  private accesses(): Schemas['Access'][] {
    const doctor = this.clinic.users[1]!;
    return [
      {
        id: 'a0000000-0000-7000-8000-000000000003',
        at: this.clinic.now().toISOString(),
        name: doctor.name,
        roles: doctor.roles,
        part: 'RECORD',
        kind: 'READ',
        purpose: 'EMERGENCY',
      },
    ];
  }
}
