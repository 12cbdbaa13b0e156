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

  /** Two of one doctor on one day. */
  private accesses(): Schemas['Access'][] {
    const { name, roles } = this.clinic.users[1]!;
    const now = this.clinic.now().getTime();
    const access = { name, roles, part: 'RECORD', kind: 'READ', purpose: 'EMERGENCY' } as const;
    return [0, 10].map((minutes) => ({
      ...access,
      id: `a0000000-0000-7000-8000-0000000000${10 + minutes}`,
      at: new Date(now - minutes * 60_000).toISOString(),
    }));
  }
}
