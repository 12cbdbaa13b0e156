import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';

/** What waits for staff. */
export default class BellMock {
  tasks: Schemas['Task'][] = [];

  constructor(clinic: Clinic) {
    clinic.on('GET', '/api/to-do', () => ({ body: { items: this.tasks } }));
  }
}
