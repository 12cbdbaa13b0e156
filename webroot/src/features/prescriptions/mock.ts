import type { Clinic } from '@dev/mock/clinic';
import { Refusal } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

type Medication = Schemas['Medication'];
type Prescription = Schemas['Prescription'];

const common = { active: true, atc: '', version: 1 } as const;

/** Medications and prescriptions in memory. */
export default class PrescriptionsMock {
  readonly medications: Medication[] = [
    {
      ...common,
      id: 'b0000000-0000-7000-8000-000000000001',
      name: 'Amoxicillin',
      substances: ['Amoxicillin'],
      strength: '500 mg',
      form: 'CAPSULE',
      unit: 'CAPSULE',
      route: 'ORAL',
    },
    {
      ...common,
      id: 'b0000000-0000-7000-8000-000000000002',
      name: 'Salbutamol',
      substances: ['Salbutamol'],
      strength: '100 micrograms/dose',
      form: 'INHALER',
      unit: 'PUFF',
      route: 'INHALED',
    },
  ];
  readonly prescriptions: Prescription[] = [];
  /** The count that the live topic of the record has; tests count. */
  changes = 0;
  /** What the law requires and is not recorded. */
  missing: string[] = [];

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/medications', (_, __, url) => {
      const q = url.searchParams.get('q')?.toLowerCase() ?? '';
      const all = url.searchParams.has('inactive');
      const items = this.medications.filter(
        (one) => (all || one.active) && one.name.toLowerCase().includes(q),
      );
      return { body: { items } };
    });
    clinic.on('GET', '/api/medications/:id', ([id]) => ({ body: this.medication(id!) }));
    clinic.on('POST', '/api/medications', async (_, request) => {
      const made = { ...common, ...(await request.json()), id: crypto.randomUUID() };
      this.medications.push(made);
      return { status: 201, body: made };
    });
    clinic.on('PUT', '/api/medications/:id', async ([id], request) => {
      const stored = this.medication(id!);
      clinic.match(request, stored.version);
      Object.assign(stored, await request.json(), { version: stored.version + 1 });
      return { body: stored };
    });
    clinic.on('POST', '/api/dosages/description', async (_, request) => {
      const { dosage, language } = await request.json();
      return { body: this.described(dosage, language) };
    });
    clinic.on('GET', '/api/patients/:id/prescriptions', ([id], _, url) => {
      const { searchParams: wanted } = url;
      const of = this.prescriptions.filter(
        ({ patientId, status }) => patientId === id && (wanted.get('status') ?? status) === status,
      );
      const from = Number(wanted.get('cursor') ?? 0);
      const until = from + Number(wanted.get('limit') ?? 50);
      const items = of.reverse().slice(from, until);
      return { body: { items, next: of.length > until ? `${until}` : undefined, changes: this.changes } };
    });
    clinic.on('POST', '/api/patients/:id/prescriptions', async ([id], request) => ({
      status: 201,
      body: this.write(id!, await request.json()),
    }));
    clinic.on('PUT', '/api/prescriptions/:id', async ([id], request) => {
      const stored = this.prescription(id!);
      clinic.match(request, stored.version);
      Object.assign(stored, this.content(await request.json()), { version: stored.version + 1 });
      return { body: stored };
    });
    clinic.on('DELETE', '/api/prescriptions/:id', ([id]) => {
      this.prescriptions.splice(this.prescriptions.indexOf(this.prescription(id!)), 1);
      return { status: 204 };
    });
    clinic.on('POST', '/api/prescriptions/:id/sign', ([id]) => ({ body: this.sign(id!) }));
    clinic.on('POST', '/api/prescriptions/:id/cancel', async ([id], request) => {
      const { status, reason } = await request.json();
      return { body: this.changed(id!, { status, endReason: reason, endedAt: this.now() }) };
    });
    clinic.on('POST', '/api/prescriptions/:id/renew', async ([id], request) => {
      const { encounterId } = await request.json();
      const old = this.prescription(id!);
      const draft = { ...old, ...this.head(old.patientId), encounterId, renews: old.id };
      this.prescriptions.push(draft);
      return { status: 201, body: draft };
    });
  }

  write(patientId: string, details: Schemas['PrescriptionDetails']): Prescription {
    const draft = { ...this.head(patientId), ...this.content(details) };
    this.prescriptions.push(draft);
    return draft;
  }

  sign(id: string): Prescription {
    if (this.missing.length) {
      const errors = this.missing.map((what) => ({
        pointer: `/${what}`,
        code: 'missing-on-prescription',
        params: { what },
        message: what,
        detail: what,
      }));
      throw new Refusal(409, 'prescription-incomplete', { errors });
    }
    return this.changed(id, { status: 'ACTIVE', signedAt: this.now() });
  }

  /** Takes away what it says. */
  damage({ id }: Prescription): Prescription {
    return Object.assign(this.prescription(id), {
      ...{ medication: undefined, formName: undefined, dosage: undefined, sentence: undefined },
      ...{ quantity: undefined, quantityText: undefined, reason: undefined },
      ...{ substitution: undefined, substitutionNote: undefined },
      unreadable: true,
    });
  }

  private now = () => this.clinic.now().toISOString();

  private changed(id: string, change: Partial<Prescription>): Prescription {
    const stored = this.prescription(id);
    return Object.assign(stored, change, { version: stored.version + 1 });
  }

  private head(patientId: string) {
    return {
      id: crypto.randomUUID(),
      patientId,
      doctorId: 'd0000000-0000-7000-8000-000000000001',
      doctorName: 'Dr. Amara Okafor',
      status: 'DRAFT' as const,
      createdAt: this.now(),
      signedAt: undefined,
      endedAt: undefined,
      endReason: undefined,
      version: 1,
    };
  }

  private content(details: Schemas['PrescriptionDetails']) {
    const { medicationId, dosage, ...others } = details;
    const medication = this.medication(medicationId);
    const { sentence, quantity = 1, quantityText } = this.described(dosage, 'en');
    return {
      medication,
      formName: medication.form.toLowerCase(),
      dosage,
      sentence,
      quantity: others.quantity ?? quantity,
      quantityText: quantityText ?? '',
      encounterId: others.encounterId,
      reason: others.reason ?? '',
      substitution: others.substitution,
      substitutionNote: others.substitutionNote ?? '',
      repeats: others.repeats,
      validUntil: others.validUntil ?? '2027-02-21',
    };
  }

  /** Simpler words than those of the server. */
  private described(dosage: Schemas['Dosage'], language: string): Schemas['DosageDescription'] {
    const { kind, ...when } = dosage.schedule;
    const quantity = dosage.durationDays && dosage.dose * (when.timesADay ?? 1) * dosage.durationDays;
    return {
      sentence: `${language}: ${dosage.dose} ${dosage.unit} ${kind} ${Object.values(when).flat().join(' ')}.`,
      quantity,
      quantityText: quantity ? `${quantity} ${dosage.unit.toLowerCase()}` : undefined,
    };
  }

  private medication = (id: string) => this.find(this.medications, id);
  private prescription = (id: string) => this.find(this.prescriptions, id);

  private find<T extends { id: string }>(list: T[], id: string): T {
    const found = list.find((one) => one.id === id);
    if (!found) {
      throw new Refusal(404, 'not-found');
    }
    return found;
  }
}
