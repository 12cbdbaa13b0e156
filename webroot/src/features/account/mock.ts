import type { Clinic } from '@dev/mock/clinic';
import { Refusal, type Answer } from '@dev/mock/server';
import type { Schemas } from '@/shared/api/client';

const wrongCode = (code: string) =>
  new Refusal(400, 'invalid-request', {
    errors: [{ pointer: '/code', code, params: {}, message: 'Wrong.', detail: 'Wrong.' }],
  });

const totpSecret: Schemas['TotpSecret'] = {
  secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  uri: 'otpauth://totp/localhost:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=localhost',
  expiresAt: '2026-11-23T06:15:00Z',
};

const recoveryCodes = [2, 3, 4, 5, 6, 7].map((digit) => `abcd-efgh-ijkl-mnop-qrst-uvw${digit}`);

/** Login, registration and sessions. */
export default class AccountMock {
  private signedIn: string | null = null;
  private factors: Schemas['Factor'][] = [];
  private pending: Schemas['Registration'] | null = null;
  private devices: Schemas['DeviceSession'][] = [
    {
      id: 'this',
      device: 'Firefox, Windows',
      network: '192.0.2.0/24',
      openedAt: '2026-11-20T08:00:00Z',
      lastUsedAt: '2026-11-23T06:00:00Z',
      current: true,
    },
    {
      id: 'phone',
      device: 'Safari, iPhone',
      network: '198.51.100.0/24',
      openedAt: '2026-11-10T08:00:00Z',
      lastUsedAt: '2026-11-22T19:00:00Z',
      current: false,
    },
    {
      id: 'old',
      openedAt: '2026-10-10T08:00:00Z',
      lastUsedAt: '2026-10-22T19:00:00Z',
      current: false,
    },
  ];

  constructor(private readonly clinic: Clinic) {
    clinic.on('POST', '/api/auth/login', async (_, request) => this.login((await request.json()).email));
    clinic.on('POST', '/api/auth/register', async (_, request) => this.register(await request.json()));
    clinic.on('POST', '/api/auth/refresh', (_, request) => this.refresh(request));
    clinic.on('POST', '/api/auth/logout', () => ({ status: 204, cookie: '' }));
    clinic.on('POST', '/api/auth/invitation', () => this.login('desk@example.org'));
    clinic.on('POST', '/api/auth/patient-invitation', () => ({
      ...this.login('patient@example.org'),
      status: 201,
    }));
    clinic.on('POST', '/api/auth/patient-invitation/link', () => ({ status: 204 }));
    clinic.on('PUT', '/api/auth/language', async (_, request) => {
      this.user().language = (await request.json()).language;
      return { status: 204 };
    });
    clinic.on('PUT', '/api/auth/password', () => ({ status: 204 }));
    clinic.on('POST', '/api/auth/registration-confirmation', async (_, request) =>
      this.confirm(await request.json()),
    );
    clinic.on('POST', '/api/auth/address-confirmation', () => ({ status: 204 }));
    clinic.on('POST', '/api/auth/password-reset', () => ({ status: 202 }));
    clinic.on('POST', '/api/auth/address-change', () => ({ status: 202 }));
    clinic.on('POST', '/api/auth/address-change/confirmation', () => ({ body: { changed: false } }));
    clinic.on('POST', '/api/auth/address-change/refusal', () => ({ status: 204 }));
    clinic.on('POST', '/api/auth/login/second-factor', async (_, request) =>
      this.complete(await request.json()),
    );
    clinic.on('POST', '/api/auth/step-up', () => this.login(this.user().email));
    clinic.on('GET', '/api/auth/factors', () => ({
      body: { factors: this.factors, recoveryCodes: this.factors.length > 0 ? 10 : 0, required: false },
    }));
    clinic.on('POST', '/api/auth/factors/totp', () => ({ status: 201, body: totpSecret }));
    clinic.on('POST', '/api/auth/factors/totp/confirmation', async (_, request) =>
      this.addFactor(await request.json()),
    );
    clinic.on('POST', '/api/auth/factors/recovery-codes', () => ({
      status: 201,
      body: { codes: recoveryCodes },
    }));
    clinic.on('PUT', '/api/auth/factors/:id', async ([id], request) => {
      const { name } = await request.json();
      this.factors = this.factors.map((factor) => (factor.id === id ? { ...factor, name } : factor));
      return { status: 204 };
    });
    clinic.on('DELETE', '/api/auth/factors/:id', ([id]) => {
      this.factors = this.factors.filter((factor) => factor.id !== id);
      return { status: 204 };
    });
    clinic.on('GET', '/api/auth/sessions', () => ({ body: { sessions: this.devices } }));
    clinic.on('DELETE', '/api/auth/sessions', () => this.endDevices((device) => !device.current));
    clinic.on('DELETE', '/api/auth/sessions/:id', ([id]) => this.endDevices((device) => device.id === id));
  }

  private login(email: string): Answer {
    const user = this.clinic.users.find((one) => one.email === email);
    if (!user) {
      throw new Refusal(401, 'wrong-credentials');
    }
    this.signedIn = user.id;
    const idle = user.roles.includes('PATIENT') ? {} : { idleSeconds: 900 };
    return {
      cookie: user.id,
      body: {
        accessToken: user.id,
        tokenType: 'Bearer',
        expiresIn: 900,
        user,
        secondFactorRequired: false,
        ...idle,
      },
    };
  }

  /** The challenge is the address. */
  private complete({ challenge, code }: Schemas['SecondFactor']): Answer {
    if (code !== '123456') {
      throw new Refusal(401, 'wrong-code');
    }
    return this.login(challenge);
  }

  private user(): Schemas['User'] {
    return this.clinic.users.find(({ id }) => id === this.signedIn)!;
  }

  private addFactor({ code, name }: Schemas['TotpConfirmation']): Answer {
    if (code !== '123456') {
      throw wrongCode('code-wrong');
    }
    this.factors.push({
      id: crypto.randomUUID(),
      kind: 'TOTP',
      name,
      createdAt: '2026-11-23T06:00:00Z',
    });
    const first = this.factors.length === 1 ? { recoveryCodes } : {};
    return { status: 201, body: { session: this.login(this.user().email).body, ...first } };
  }

  /** As on the server, the answer is the same whether or not there is an account. */
  private register(registration: Schemas['Registration']): Answer {
    this.pending = registration;
    const started = { registrationId: crypto.randomUUID(), expiresAt: '2026-11-23T06:10:00Z' };
    return { status: 202, body: started };
  }

  private confirm({ code }: Schemas['RegistrationConfirmation']): Answer {
    const registration = this.pending;
    if (
      !registration ||
      code !== '123456' ||
      this.clinic.users.some(({ email }) => email === registration.email)
    ) {
      throw wrongCode('mailed-code-wrong');
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
    this.clinic.users.push({
      id: crypto.randomUUID(),
      email,
      name: `${givenName} ${familyName}`,
      roles: ['PATIENT'],
      patientId,
      blocked: false,
      invited: false,
    });
    return { ...this.login(email), status: 201 };
  }

  private endDevices(ended: (device: Schemas['DeviceSession']) => boolean): Answer {
    this.devices = this.devices.filter((device) => !ended(device));
    return { status: 204 };
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
