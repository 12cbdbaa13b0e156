import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';

type Change = Schemas['RepresentationChange'];

/** Whom patients represent. */
export default class FamilyMock {
  readonly representations: Schemas['Representation'][] = [];
  /** What was done with each, latest first. */
  readonly changes = new Map<string, Change[]>();
  readonly familyRules: Schemas['FamilyRules'] = {
    ...{ maxRelatives: 6, childUntilAge: 16, majorityAge: 18 },
    ...{ adultsNeedConfirmation: true, maxOpenAppointments: 20, version: 1 },
  };

  constructor(clinic: Clinic) {
    const { representations } = this;
    const find = (id: string) => representations.find((one) => one.id === id)!;
    clinic.on('GET', '/api/patients/:id/family', ([id]) => ({
      body: {
        relatives: representations.filter(({ representativeId }) => representativeId === id),
        representatives: representations.filter(({ patientId }) => patientId === id),
        rules: this.familyRules,
      },
    }));
    clinic.on('POST', '/api/patients/:id/relatives', async ([id], request) => {
      const { relation, givenName, familyName, birthDate } = await request.json();
      const patient = { id: crypto.randomUUID(), givenName, familyName, birthDate, version: 1 };
      clinic.patients.push(patient);
      const added: Schemas['Representation'] = {
        ...{ id: crypto.randomUUID(), representativeId: id!, patientId: patient.id, relation, birthDate },
        representativeName: 'Anna Schneider',
        patientName: `${givenName} ${familyName}`,
        status: relation === 'CHILD' || relation === 'GUEST' ? 'IN_FORCE' : 'PENDING',
        createdAt: clinic.now().toISOString(),
        ...{ minor: relation === 'CHILD', version: 1 },
      };
      representations.push(added);
      return { status: 201, body: added };
    });
    const wrote = (of: string, kind: Change['kind'], more: Partial<Change>) => {
      const change = {
        id: crypto.randomUUID(),
        kind,
        at: clinic.now().toISOString(),
        actorName: 'Dana Desk',
      };
      this.changes.set(of, [{ ...change, ...more }, ...(this.changes.get(of) ?? [])]);
    };
    const confirmed = () => ({ confirmedAt: clinic.now().toISOString(), confirmedBy: 'Dana Desk' });
    const nameOf = (id: string) => `${clinic.patient(id).givenName} ${clinic.patient(id).familyName}`;
    clinic.on('POST', '/api/patients/:id/representations', async ([patientId], request) => {
      const { representativeId, relation, ...terms } = await request.json();
      const added: Schemas['Representation'] = {
        ...{ id: crypto.randomUUID(), representativeId, patientId: patientId!, relation },
        ...{ representativeName: nameOf(representativeId), patientName: nameOf(patientId!) },
        ...{ status: 'IN_FORCE', createdAt: clinic.now().toISOString(), minor: false, version: 1 },
        ...confirmed(),
        ...terms,
      };
      representations.push(added);
      wrote(added.id, 'ADDED', terms);
      return { status: 201, body: added };
    });
    clinic.on('PUT', '/api/patients/:id/representations/:representation', async ([, id], request) => {
      const stored = find(id!);
      clinic.match(request, stored.version);
      const terms: Schemas['RepresentationTerms'] = await request.json();
      wrote(id!, stored.confirmedAt ? 'LIMITED' : 'CONFIRMED', terms);
      Object.assign(stored, confirmed(), { lastDay: undefined }, terms, { status: 'IN_FORCE' });
      stored.version++;
      return { body: stored };
    });
    clinic.on('GET', '/api/patients/:id/representations/:representation/changes', ([, id]) => ({
      body: { items: this.changes.get(id!) ?? [] },
    }));
    clinic.on('DELETE', '/api/patients/:id/representations/:representation', ([, id], _, url) => {
      const document = (url.searchParams.get('document') ?? undefined) as Change['document'];
      wrote(id!, 'ENDED', { document });
      representations.splice(representations.indexOf(find(id!)), 1);
      return { status: 204 };
    });
    clinic.on('GET', '/api/clinic/family-rules', () => ({ body: this.familyRules }));
    clinic.on('PUT', '/api/clinic/family-rules', async (_, request) => {
      clinic.match(request, this.familyRules.version);
      Object.assign(this.familyRules, await request.json(), { version: this.familyRules.version + 1 });
      return { body: this.familyRules };
    });
  }
}
