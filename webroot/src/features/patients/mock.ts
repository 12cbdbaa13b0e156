import type { Clinic } from '@dev/mock/clinic';
import type { Patient, Schemas } from '@/shared/api/client';

type Proposal = Schemas['ChangeProposal'];
type Change = (patient: Patient, sent: object) => Partial<Patient>;

/** Patient records. */
export default class PatientsMock {
  readonly proposals: Proposal[] = [];
  readonly changes: Schemas['PatientChange'][] = [];
  readonly duplicates: Schemas['Duplicate'][] = [];
  readonly merges: Schemas['Merge'][] = [];
  readonly conflicts: Schemas['MergeConflict'][] = [];
  readonly invitations = new Map<string, { invitedAt: string; expiresAt: string }>();

  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/patients', (_, __, url) => ({
      body: { items: this.born(url.searchParams.get('birthDate')).slice(0, 30) },
    }));
    clinic.on('POST', '/api/patients', async (_, request) => {
      const patient = { medicalHistory: {}, ...(await request.json()), id: crypto.randomUUID(), version: 1 };
      clinic.patients.push(patient);
      return { status: 201, body: patient };
    });
    clinic.on('GET', '/api/patients/:id', ([id], request) => ({
      body: this.shown(clinic.patient(id!), request),
    }));
    // Of two paths that match, the later one answers.
    clinic.on('GET', '/api/patients/search', (_, __, url) => {
      const q = url.searchParams.get('q')!.toLowerCase();
      return {
        body: {
          items: this.born(url.searchParams.get('birthDate')).filter((one) =>
            `${one.givenName} ${one.familyName} ${one.phone}`.toLowerCase().includes(q),
          ),
        },
      };
    });
    this.onPut('', ({ id, version, medicalHistory }, sent) => ({ id, version, medicalHistory, ...sent }));
    this.onPut('/contact', (patient, sent) => ({ ...patient, ...sent }));
    this.onPut('/medical-history', (patient, sent) => ({
      ...patient,
      medicalHistory: sent,
      allergiesAsked: { at: clinic.now().toISOString(), by: 'DOCTOR' },
    }));
    clinic.on('GET', '/api/patients/:id/changes', (_, request) => {
      const hidden = clinic.caller(request).roles.every((role) => role !== 'DOCTOR' && role !== 'PATIENT');
      return { body: { items: this.changes.filter(({ part }) => !hidden || part !== 'MEDICAL_HISTORY') } };
    });
    this.serveProposals();
    this.serveDuplicates();
    this.serveInvitations();
  }

  private born(day: string | null) {
    return this.clinic.patients.filter(({ birthDate }) => !day || birthDate === day);
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

  private serveDuplicates() {
    const { clinic, duplicates, merges, conflicts } = this;
    clinic.on('GET', '/api/patients/duplicates', () => ({ body: { items: [...duplicates] } }));
    clinic.on('POST', '/api/patients/duplicate-check', async (_, request) => {
      const { givenName, familyName } = await request.json();
      const items = clinic.patients
        .filter((one) => one.givenName === givenName && one.familyName === familyName)
        .map((patient) => ({ patient, score: 80, reasons: ['NAME', 'BIRTH_DATE'] }));
      return { body: { items } };
    });
    clinic.on('POST', '/api/patients/duplicates/:id/dismissal', ([id]) => {
      duplicates.splice(0, duplicates.length, ...duplicates.filter((one) => one.id !== id));
      return { status: 204 };
    });
    clinic.on('GET', '/api/patients/:id/merge-preview', ([id], _, url) => ({
      body: {
        from: clinic.patient(url.searchParams.get('from')!),
        into: clinic.patient(id!),
        conflicts: [...conflicts],
      },
    }));
    clinic.on('GET', '/api/patients/:id/merges', ([id]) => ({
      body: { items: merges.filter((one) => one.patientId === id) },
    }));
    clinic.on('POST', '/api/patients/:id/merges', async ([patientId], request) => {
      const at = clinic.now().toISOString();
      const from = clinic.patient((await request.json()).from);
      const merge = { id: 'm1', patientId: patientId!, from, mergedAt: at, undoableUntil: at };
      merges.push(merge);
      return { status: 201, body: merge };
    });
    clinic.on('POST', '/api/patients/:id/merges/:merge/undoing', () => {
      const [merge] = merges.splice(0);
      return { body: { ...merge, undoneAt: clinic.now().toISOString(), undoableUntil: undefined } };
    });
  }

  private serveInvitations() {
    const { clinic, invitations } = this;
    const account = (patientId: string) => ({
      ...{ patientId, hasAccount: clinic.users.some((user) => user.patientId === patientId) },
      emailConfirmed: false,
      ...invitations.get(patientId),
    });
    clinic.on('GET', '/api/patients/:id/account', ([id]) => ({ body: account(id!) }));
    clinic.on('POST', '/api/patients/:id/account-invitation', ([id]) => {
      const at = clinic.now().toISOString();
      invitations.set(id!, { invitedAt: at, expiresAt: at });
      return { status: 201, body: account(id!) };
    });
    clinic.on('POST', '/api/patients/:id/email-confirmation', () => ({ status: 202 }));
    clinic.on('DELETE', '/api/patients/:id/account-invitation', ([id]) => {
      invitations.delete(id!);
      return { status: 204 };
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
    return isFrontDesk ? { ...patient, medicalHistory: undefined, allergiesAsked: undefined } : patient;
  }
}
