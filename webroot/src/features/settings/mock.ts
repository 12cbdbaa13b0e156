import type { Clinic } from '@dev/mock/clinic';

/** The clinic's settings. */
export default class SettingsMock {
  constructor(clinic: Clinic) {
    clinic.on('GET', '/api/settings', () => ({ body: clinic.policy }));
    clinic.on('PUT', '/api/settings', async (_, request) => {
      clinic.match(request, clinic.policy.version);
      clinic.policy = { ...(await request.json()), version: clinic.policy.version + 1 };
      return { body: clinic.policy };
    });
  }
}
