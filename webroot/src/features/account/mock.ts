import type { Clinic } from '@dev/mock/clinic';
import { Refusal, type Answer } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

/** Login, registration and sessions. */
export default class AccountMock {
  private signedIn: string | null = null;

  constructor(private readonly clinic: Clinic) {
    clinic.on('POST', '/api/auth/login', async (_, request) => this.login((await request.json()).email));
    clinic.on('POST', '/api/auth/register', async (_, request) => this.register(await request.json()));
    clinic.on('POST', '/api/auth/refresh', (_, request) => this.refresh(request));
    clinic.on('POST', '/api/auth/logout', () => ({ status: 204, cookie: '' }));
    clinic.on('POST', '/api/auth/invitation', () => this.login('desk@example.org'));
    clinic.on('PUT', '/api/auth/password', () => ({ status: 204 }));
  }

  private login(email: string): Answer {
    const user = this.clinic.users.find((one) => one.email === email);
    if (!user) {
      throw new Refusal(401, 'wrong-credentials');
    }
    this.signedIn = user.id;
    return { cookie: user.id, body: { accessToken: user.id, tokenType: 'Bearer', expiresIn: 900, user } };
  }

  private register(registration: Schemas['Registration']): Answer {
    if (this.clinic.users.some(({ email }) => email === registration.email)) {
      throw new Refusal(409, 'already-exists', {
        errors: [
          {
            pointer: '/email',
            code: 'account-exists',
            params: {},
            message: 'This e-mail address has an account already.',
            detail: 'This e-mail address has an account already.',
          },
        ],
      });
    }
    const patientId = crypto.randomUUID();
    const { givenName, familyName, email, birthDate, phone } = registration;
    this.clinic.patients.push({
      id: patientId,
      medicalHistory: {},
      version: 1,
      givenName,
      familyName,
      email,
      birthDate,
      phone,
    });
    const name = `${registration.givenName} ${registration.familyName}`;
    this.clinic.users.push({
      id: crypto.randomUUID(),
      email: registration.email,
      name,
      roles: ['PATIENT'],
      patientId,
      blocked: false,
      invited: false,
    });
    return { ...this.login(registration.email), status: 201 };
  }

  private refresh(request: Request): Answer {
    const cookie = /mock=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? this.signedIn;
    const user = this.clinic.users.find(({ id }) => id === cookie);
    if (!user) {
      throw new Refusal(401, 'unauthenticated');
    }
    return this.login(user.email);
  }
}
