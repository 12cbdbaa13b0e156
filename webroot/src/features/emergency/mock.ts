import type { Clinic } from '@dev/mock/clinic';
import { doctors } from '@dev/mock/people';
import { Refusal } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

const hourMs = 3_600_000;

/** Records that doctors open in an emergency, and their reviews. */
export default class EmergencyMock {
  readonly accesses: Schemas['EmergencyReview'][] = [];

  constructor(private readonly clinic: Clinic) {
    clinic.on('POST', '/api/emergency-access', async (_, request) => {
      const { identifier, reasonCode, reason } = await request.json();
      const patient = clinic.patients.find((one) => one.identifier === identifier);
      if (!patient) {
        throw new Refusal(404, 'not-found');
      }
      const access = this.open(patient.id, reasonCode, reason);
      return { status: 201, body: this.record(access) };
    });
    clinic.on('GET', '/api/emergency-access', (_, __, url) => {
      const waiting = url.searchParams.get('reviewed') === 'false';
      const items = this.accesses
        .filter(({ reviewedAt }) => !waiting || !reviewedAt)
        .map((access) => ({ ...access, reason: undefined, note: undefined, written: undefined }));
      return { body: { items } };
    });
    clinic.on('GET', '/api/emergency-access/:id', ([id]) => ({ body: this.one(id!) }));
    clinic.on('GET', '/api/emergency-access/open', () => ({
      body: { items: this.accesses.filter(({ endedAt }) => !endedAt).map((access) => this.record(access)) },
    }));
    clinic.on('DELETE', '/api/emergency-access/:id', ([id]) => {
      this.one(id!).endedAt = clinic.now().toISOString();
      return { status: 204 };
    });
    clinic.on('PUT', '/api/emergency-access/:id/review', async ([id], request) => {
      const review = await request.json();
      return { body: Object.assign(this.one(id!), review, { reviewedAt: clinic.now().toISOString() }) };
    });
  }

  /** Opens a record to the first doctor. */
  open(
    patientId: string,
    reasonCode: Schemas['EmergencyReason'] = 'UNABLE_TO_CONSENT',
    reason = 'Unconscious, no relatives here',
  ) {
    const { clinic } = this;
    const patient = clinic.patient(patientId);
    const [doctor] = doctors;
    const access: Schemas['EmergencyReview'] = {
      id: crypto.randomUUID(),
      patientId,
      patientName: `${patient.givenName} ${patient.familyName}`,
      doctorId: doctor!.id,
      doctorName: `${doctor!.givenName} ${doctor!.familyName}`,
      openedAt: clinic.now().toISOString(),
      expiresAt: new Date(clinic.now().getTime() + hourMs).toISOString(),
      reasonCode,
      reason,
      own: false,
    };
    this.accesses.unshift(access);
    return access;
  }

  private one(id: string) {
    const access = this.accesses.find((one) => one.id === id);
    if (!access) {
      throw new Refusal(404, 'not-found');
    }
    return access;
  }

  private record({ id, patientId, patientName, openedAt, expiresAt }: Schemas['EmergencyReview']) {
    return { id, patientId, patientName, openedAt, expiresAt };
  }
}
