import type { Clinic } from '@dev/mock/clinic';

/** Patient records. */
export default class PatientsMock {
  constructor(clinic: Clinic) {
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
    clinic.on('GET', '/api/patients/:id', ([id]) => ({ body: clinic.patient(id!) }));
    clinic.on('PUT', '/api/patients/:id', async ([id], request) => {
      const patient = clinic.patient(id!);
      clinic.match(request, patient.version);
      const saved = { ...(await request.json()), id, version: patient.version + 1 };
      clinic.patients[clinic.patients.indexOf(patient)] = saved;
      return { body: saved };
    });
  }
}
