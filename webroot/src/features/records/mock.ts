import type { Clinic } from '@dev/mock/clinic';
import { Refusal } from '@dev/mock/server';
import { emptyNote } from './lib/note';
import type { Encounter, UnsignedNote } from './queries';

/** Encounters of patients with the first doctor. */
export default class RecordsMock {
  readonly encounters: Encounter[] = [];

  constructor(private readonly clinic: Clinic) {
    clinic.on('POST', '/api/encounters', async (_, request) => {
      const { kind, patientId, appointmentId } = await request.json();
      const visit = clinic.appointments.find(({ id }) => id === appointmentId);
      return { status: 201, body: this.open(visit?.patientId ?? patientId, kind, appointmentId) };
    });
    clinic.on('GET', '/api/encounters/:id', ([id]) => ({ body: this.one(id!) }));
    clinic.on('GET', '/api/patients/:id/encounters', ([patientId]) => ({
      body: { items: this.encounters.filter((one) => one.patientId === patientId) },
    }));
    clinic.on('PUT', '/api/encounters/:id/note', async ([id], request) => {
      const stored = this.one(id!);
      clinic.match(request, stored.version);
      const { version, savedAt } = Object.assign(stored, {
        note: await request.json(),
        version: stored.version + 1,
        savedAt: clinic.now().toISOString(),
      });
      return { body: { id: stored.id, version, savedAt } };
    });
    clinic.on('PUT', '/api/encounters/:id/editors/:editor', () => ({ status: 204 }));
    clinic.on('DELETE', '/api/encounters/:id/editors/:editor', () => ({ status: 204 }));
    clinic.on('POST', '/api/encounters/:id/signature', ([id], request) => {
      const stored = this.one(id!);
      clinic.match(request, stored.version);
      const signed = {
        status: 'FINISHED',
        signedAt: clinic.now().toISOString(),
        version: stored.version + 1,
      };
      return { body: Object.assign(stored, signed) };
    });
    clinic.on('GET', '/api/unsigned-notes', () => {
      const items = this.unsigned();
      return { body: { items, count: items.length } };
    });
    clinic.on('GET', '/api/vital-signs', () => ({ body: { items: [] } }));
    clinic.on('GET', '/api/note-snippets', () => ({ body: { items: [] } }));
    clinic.on('GET', '/api/note-templates', () => ({ body: { items: [] } }));
  }

  /** Opens an encounter of a patient; with an appointment, that of a visit. */
  open(patientId: string, kind: Encounter['kind'], appointmentId?: string): Encounter {
    const now = this.clinic.now().toISOString();
    const { doctorId, name } = this.clinic.users.find(({ roles }) => roles.includes('DOCTOR'))!;
    const opened: Encounter = {
      ...{
        id: crypto.randomUUID(),
        patientId,
        appointmentId,
        kind,
        status: 'IN_PROGRESS',
        note: emptyNote(),
      },
      ...{ doctorId: doctorId!, doctorName: name, start: now, savedAt: now },
      ...{ entries: [], writable: true, version: 1 },
    };
    this.encounters.push(opened);
    return opened;
  }

  /** The first doctor's notes that are not signed. */
  unsigned(): UnsignedNote[] {
    return this.encounters
      .filter(({ status }) => status === 'IN_PROGRESS')
      .map(({ id, patientId, appointmentId, kind, start, savedAt, authorOnly }) => {
        const { givenName, familyName } = this.clinic.patient(patientId);
        const patientName = `${givenName} ${familyName}`;
        return { id, patientId, patientName, appointmentId, kind, start, savedAt, authorOnly };
      });
  }

  private one(id: string) {
    const found = this.encounters.find((one) => one.id === id);
    if (!found) {
      throw new Refusal(404, 'not-found');
    }
    return found;
  }
}
