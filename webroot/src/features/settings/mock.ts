import type { Clinic } from '@dev/mock/clinic';

/** The clinic's settings. */
export default class SettingsMock {
  constructor(clinic: Clinic) {
    clinic.on('GET', '/api/settings', () => ({ body: clinic.policy }));
    clinic.on('GET', '/api/settings/zone-change', (_, _request, url) => ({
      body: {
        zone: url.searchParams.get('zone'),
        appointments: clinic.appointments.length,
        appointmentsOnAnotherDay: 0,
        doctors: 3,
        shiftMinutes: -60,
      },
    }));
    clinic.on('PUT', '/api/settings', async (_, request) => {
      clinic.match(request, clinic.policy.version);
      clinic.policy = { ...(await request.json()), version: clinic.policy.version + 1 };
      return { body: clinic.policy };
    });
  }
}
