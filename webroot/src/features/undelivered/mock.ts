import type { Clinic } from '@dev/mock/clinic';
import { Refusal } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

/** Mails that were given up. */
export default class UndeliveredMock {
  mails: Schemas['UndeliveredMail'][] = [];

  constructor(clinic: Clinic) {
    clinic.on('GET', '/api/undelivered-mails', () => ({ body: { items: this.mails } }));
    clinic.on('POST', '/api/undelivered-mails/:id/send-again', ([id]) => {
      const { usefulUntil } = this.mails.find((one) => one.id === id)!;
      if (usefulUntil && Date.parse(usefulUntil) <= clinic.now().getTime()) {
        throw new Refusal(409, 'mail-too-late');
      }
      return this.remove(id!);
    });
    clinic.on('POST', '/api/undelivered-mails/:id/dismiss', ([id]) => this.remove(id!));
  }

  private remove(id: string) {
    this.mails = this.mails.filter((one) => one.id !== id);
    return { status: 204 };
  }
}
