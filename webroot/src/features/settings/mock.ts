import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';

/** The clinic's settings. */
export default class SettingsMock {
  recordRules: Schemas['RecordRules'] = { colleaguesRead: false, releaseDays: 0, version: 1 };

  constructor(clinic: Clinic) {
    clinic.on('GET', '/api/clinic/record-rules', () => ({ body: this.recordRules }));
    clinic.on('PUT', '/api/clinic/record-rules', async (_, request) => {
      const { version } = this.recordRules;
      clinic.match(request, version);
      this.recordRules = { ...(await request.json()), version: version + 1 };
      return { body: this.recordRules };
    });
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
