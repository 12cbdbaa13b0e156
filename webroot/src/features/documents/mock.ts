import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';

/** Documents and letters of the first patient. */
export default class DocumentsMock {
  readonly documents: Schemas['Document'][] = [];
  /** Those that were asked for. */
  readonly letters: Record<string, unknown>[] = [];

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/patients/:id/documents', (_, __, url) => {
      const appointmentId = url.searchParams.get('appointmentId');
      const items = this.documents.filter((one) => !appointmentId || one.appointmentId === appointmentId);
      return { body: { items } };
    });
    clinic.on('POST', '/api/patients/:id/documents', async (_, request) => {
      const asked = (await request.json()) as Partial<Schemas['Document']>;
      const begun = this.document(asked);
      this.documents.unshift(begun);
      return { status: 201, body: begun };
    });
    clinic.on('POST', '/api/patients/:id/letters', async (_, request) => {
      this.letters.push((await request.json()) as Record<string, unknown>);
      return { status: 201, body: this.document({ category: 'LETTER', state: 'STORED' }) };
    });
    clinic.on('GET', '/api/documents/:id', ([id]) => ({ body: this.find(id!) }));
    clinic.on('PUT', '/api/documents/:id/content', async ([id], request) => {
      const document = this.find(id!);
      document.received += (await request.arrayBuffer()).byteLength;
      document.state = document.received === document.size ? 'STORED' : 'UPLOADING';
      const { state, size, received } = document;
      return { body: { id, state, size, received } };
    });
    clinic.on('GET', '/api/letter-confirmations/:code', ([code]) =>
      code === '0'.repeat(26)
        ? {
            body: {
              state: 'VALID',
              clinic: 'Lindenhof',
              doctor: 'Dr. Sofia Lindqvist',
              issuedAt: this.clinic.now().toISOString(),
            },
          }
        : {
            status: 404,
            body: { type: '/problems/not-found', title: 'This could not be found', status: 404 },
          },
    );
  }

  private find(id: string) {
    return this.documents.find((one) => one.id === id)!;
  }

  /** A signed one. */
  encounter(more: Partial<Schemas['Encounter']>): Schemas['Encounter'] {
    return {
      id: '',
      patientId: this.clinic.patients[0]!.id,
      doctorId: '',
      doctorName: 'Dr. Sofia Lindqvist',
      kind: 'VISIT',
      status: 'FINISHED',
      start: this.clinic.now().toISOString(),
      note: {
        reason: '',
        subjective: '',
        objective: 'Lungs clear',
        measurements: [],
        assessment: '',
        diagnoses: [{ text: 'Bronchitis', certainty: 'CONFIRMED', problem: false }],
        plan: 'Rest',
        orders: [{ kind: 'REFERRAL', text: 'Echo, please', recipient: 'Dr. Gómez' }],
        sickNote: { from: '2026-11-23', until: '2026-11-27', note: '' },
      },
      savedAt: this.clinic.now().toISOString(),
      releasedAt: this.clinic.now().toISOString(),
      entries: [],
      writable: true,
      version: 2,
      ...more,
    };
  }

  document(more: Partial<Schemas['Document']>): Schemas['Document'] {
    return {
      id: `d0000000-0000-7000-8000-00000000000${this.documents.length}`,
      patientId: this.clinic.patients[0]!.id,
      category: 'IMAGE',
      state: 'UPLOADING',
      fileName: 'photo.jpg',
      size: 10,
      received: 0,
      own: true,
      byPatient: true,
      createdAt: this.clinic.now().toISOString(),
      ...more,
    };
  }
}
