import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';

/** The mails that the clinic has caught. */
export default class MailboxMock {
  mails: Schemas['Mail'][] = [];

  constructor(clinic: Clinic) {
    clinic.on('GET', '/api/mailbox', () => ({ body: { items: this.mails } }));
    clinic.on('GET', '/api/mailbox/:id', ([id]) => ({ body: this.mails.find((one) => one.id === id) }));
  }
}
