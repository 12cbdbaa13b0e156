import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';

const ID = 'a0000000-0000-7000-8000-000000000011';

/** Copies and erasure of patients' data. */
export default class PrivacyMock {
  private readonly copies: Schemas['Export'][] = [];
  private erasures: Schemas['Erasure'][] = [];
  private periods: Schemas['RetentionPeriod'][] = [
    {
      kind: 'PATIENT_RECORD',
      days: 3653,
      source: '§ 630f (3) BGB: ten years after the end of the treatment',
      automatic: false,
      version: 1,
    },
  ];

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/privacy/exports', () => ({ body: { items: this.copies } }));
    clinic.on('POST', '/api/privacy/exports', () => {
      this.copies.unshift(this.copy());
      return { status: 201, body: this.copies[0] };
    });
    clinic.on('GET', '/api/privacy/exports/all', () => ({
      body: { items: this.copies.map((copy) => this.request(copy)) },
    }));
    clinic.on('GET', '/api/privacy/exports/:id/parts/:number', () => ({
      body: { number: 0, parts: 1, content: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==' },
    }));
    clinic.on('GET', '/api/privacy/erasures', () => ({ body: { items: this.erasures } }));
    clinic.on('POST', '/api/privacy/erasures', () => {
      this.erasures = [this.erasure()];
      return { status: 201, body: this.erasures[0] };
    });
    clinic.on('GET', '/api/privacy/erasures/:id', () => ({ body: this.erasures[0] }));
    clinic.on('POST', '/api/privacy/erasures/:id/withdraw', () => {
      const withdrawn = { ...this.erasures[0], state: 'WITHDRAWN' };
      this.erasures = [];
      return { body: withdrawn };
    });
    clinic.on('POST', '/api/privacy/erasures/:id/confirm', () => {
      this.erasures = [{ ...this.erasures[0]!, state: 'DONE', patientName: undefined }];
      return { body: this.erasures[0] };
    });
    clinic.on('GET', '/api/privacy/retention', () => ({
      body: { items: this.periods },
    }));
    clinic.on('PUT', '/api/privacy/retention/:kind', async (_, request) => {
      const details = (await request.json()) as Schemas['RetentionDetails'];
      this.periods = this.periods.map((period) => ({ ...period, ...details, version: period.version + 1 }));
      return { body: this.periods[0] };
    });
  }

  private request(copy: Schemas['Export']): Schemas['ExportRequest'] {
    const { givenName, familyName } = this.clinic.patients[0]!;
    return { ...copy, patientName: `${givenName} ${familyName}`, requestedBy: `${givenName} ${familyName}` };
  }

  private copy(): Schemas['Export'] {
    const at = this.clinic.now().toISOString();
    return {
      id: ID,
      patientId: this.clinic.patients[0]!.id,
      state: 'READY',
      own: true,
      clinical: true,
      requestedAt: at,
      expiresAt: at,
      size: 22,
      parts: 1,
    };
  }

  private erasure(): Schemas['Erasure'] {
    return {
      id: ID,
      patientId: this.clinic.patients[0]!.id,
      patientName: 'Ada Lovelace',
      state: 'REQUESTED',
      requestedAt: this.clinic.now().toISOString(),
      plan: {
        version: 'one',
        items: [
          {
            record: 'appointments',
            count: 3,
            outcome: 'PSEUDONYMISED',
            retained: 2,
            retainedUntil: '2036-12-01',
            source: '§ 630f BGB',
          },
          { record: 'mails', count: 4, outcome: 'ERASED', retained: 0 },
        ],
        obstacles: [{ record: 'waitlist', count: 1 }],
      },
    };
  }
}
