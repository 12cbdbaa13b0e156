import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';

/** Whom patients represent. */
export default class FamilyMock {
  readonly representations: Schemas['Representation'][] = [];
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
      };
      representations.push(added);
      return { status: 201, body: added };
    });
    clinic.on('POST', '/api/patients/:id/representations/:representation/confirmation', ([, id]) => {
      const at = clinic.now().toISOString();
      const confirmed = { confirmedAt: at, confirmedBy: 'Dana Desk' };
      return { body: Object.assign(find(id!), { status: 'IN_FORCE', ...confirmed }) };
    });
    clinic.on('DELETE', '/api/patients/:id/representations/:representation', ([, id]) => {
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
