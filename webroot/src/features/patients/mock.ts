import type { Clinic } from '@dev/mock/clinic';
import { Refusal } from '@dev/mock/server';
import type { Patient, Schemas } from '@/shared/api/client';

type Proposal = Schemas['ChangeProposal'];
type Change = (patient: Patient, sent: object) => Partial<Patient>;

/** Patient records. */
export default class PatientsMock {
  readonly proposals: Proposal[] = [];

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/patients', () => ({ body: { items: clinic.patients.slice(0, 30) } }));
    clinic.on('GET', '/api/patients/search', (_, __, url) => {
      const q = url.searchParams.get('q')!.toLowerCase();
      return {
        body: {
          items: clinic.patients.filter((one) =>
            `${one.givenName} ${one.familyName} ${one.phone}`.toLowerCase().includes(q),
          ),
        },
      };
    });
    clinic.on('POST', '/api/patients', async (_, request) => {
      const patient = { medicalHistory: {}, ...(await request.json()), id: crypto.randomUUID(), version: 1 };
      clinic.patients.push(patient);
      return { status: 201, body: patient };
    });
    clinic.on('GET', '/api/patients/:id', ([id], request) => ({
      body: this.shown(clinic.patient(id!), request),
    }));
    this.onPut('', ({ id, version, medicalHistory }, sent) => ({ id, version, medicalHistory, ...sent }));
    this.onPut('/contact', (patient, sent) => ({ ...patient, ...sent }));
    this.onPut('/medical-history', (patient, sent) => ({ ...patient, medicalHistory: sent }));
    this.serveProposals();
    clinic.on('POST', '/api/emergency-access', async (_, request) => {
      const { identifier } = await request.json();
      const patient = clinic.patients.find((one) => one.identifier === identifier);
      if (!patient) {
        throw new Refusal(404, 'not-found');
      }
      const at = clinic.now().toISOString();
      const access = { id: crypto.randomUUID(), patientId: patient.id, openedAt: at, expiresAt: at };
      return { status: 201, body: access };
    });
  }

  private onPut(path: string, change: Change) {
    this.clinic.on('PUT', `/api/patients/:id${path}`, async ([id], request) => {
      const patient = this.clinic.patient(id!);
      this.clinic.match(request, patient.version);
      return { body: this.shown(this.store(patient, change(patient, await request.json())), request) };
    });
  }

  private serveProposals() {
    const { clinic, proposals } = this;
    clinic.on('GET', '/api/patients/:id/proposals', ([id], request) => {
      const { roles } = clinic.caller(request);
      const visible = ({ part }: Proposal) =>
        roles.includes('PATIENT') || (part === 'MEDICAL_HISTORY') === roles.includes('DOCTOR');
      return { body: { items: proposals.filter((one) => one.patientId === id && visible(one)) } };
    });
    clinic.on('POST', '/api/patients/:id/proposals', async ([patientId], request) => {
      const proposed: Schemas['ProposalDetails'] = await request.json();
      const part = proposed.identity ? 'IDENTITY' : proposed.insurance ? 'INSURANCE' : 'MEDICAL_HISTORY';
      const proposedAt = clinic.now().toISOString();
      const proposal: Proposal = {
        ...{ id: crypto.randomUUID(), patientId: patientId!, part, proposed },
        ...{ status: 'PENDING', proposedAt, version: 1 },
      };
      proposals.unshift(proposal);
      return { status: 201, body: proposal };
    });
    clinic.on('POST', '/api/patients/:id/proposals/:proposal/decision', async ([id, proposalId], request) => {
      const proposal = proposals.find((one) => one.id === proposalId)!;
      clinic.match(request, proposal.version);
      const { accepted } = await request.json();
      Object.assign(proposal, { status: accepted ? 'ACCEPTED' : 'REFUSED', version: proposal.version + 1 });
      if (accepted) {
        const { identity, ...others } = proposal.proposed;
        const patient = clinic.patient(id!);
        this.store(patient, { ...patient, ...identity, ...others });
      }
      return { body: proposal };
    });
  }

  private store(patient: Patient, saved: Partial<Patient>): Patient {
    const stored = { ...saved, version: patient.version + 1 } as Patient;
    this.clinic.patients[this.clinic.patients.indexOf(patient)] = stored;
    return stored;
  }

  /** The front desk sees no medical history. */
  private shown(patient: Patient, request: Request): Patient {
    const isFrontDesk = this.clinic
      .caller(request)
      .roles.some((role) => role !== 'DOCTOR' && role !== 'PATIENT');
    return isFrontDesk ? { ...patient, medicalHistory: undefined } : patient;
  }
}
