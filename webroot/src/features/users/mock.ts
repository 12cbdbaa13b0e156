import type { Clinic } from '@dev/mock/clinic';
import type { Schemas } from '@/shared/api/client';

/** Accounts of staff. */
export default class UsersMock {
  constructor(private readonly clinic: Clinic) {
    clinic.on('GET', '/api/users', () => ({ body: { items: clinic.users } }));
    clinic.on('POST', '/api/users', async (_, request) => {
      const user = { ...(await request.json()), id: crypto.randomUUID(), blocked: false, invited: true };
      clinic.users.push(user);
      return { status: 201, body: this.invitation(user) };
    });
    clinic.on('POST', '/api/users/:id/invitation', ([id]) => ({
      status: 201,
      body: this.invitation(clinic.user(id!)),
    }));
    clinic.on('PUT', '/api/users/:id', async ([id], request) => ({
      body: Object.assign(clinic.user(id!), { doctorId: undefined, ...(await request.json()) }),
    }));
    clinic.on('POST', '/api/users/:id/block', async ([id], request) => {
      const { reason } = await request.json();
      const user = Object.assign(clinic.user(id!), { blocked: true, blockReason: reason });
      if (new URL(request.url).searchParams.get('cancelAppointments') === 'true') {
        clinic.appointments
          .filter(({ patientId, status }) => patientId === user.patientId && status === 'BOOKED')
          .forEach((one) => (one.status = 'CANCELLED'));
      }
      return { body: user };
    });
    clinic.on('POST', '/api/users/:id/unblock', ([id]) => ({
      body: Object.assign(clinic.user(id!), { blocked: false, blockReason: undefined }),
    }));
  }

  private invitation(user: Schemas['User']) {
    return {
      user,
      link: 'http://localhost:8080/invitation#token=abcdefghijklmnopqrstuvwxyz',
      expiresAt: new Date(this.clinic.now().getTime() + 72 * 60 * 60_000).toISOString(),
    };
  }
}
