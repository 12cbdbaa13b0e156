import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory } from 'vue-router';
import { openClinic } from '@dev/testing/mount';
import { createAppRouter } from '@/app/router';
import { useSession } from '@/shared/stores/session';

const openRouter = () => createAppRouter(createMemoryHistory());

describe('the guards', () => {
  beforeEach(() => openClinic());

  it('lead to login and remember where one wanted to go', async () => {
    const router = openRouter();
    await router.push('/day/2026-11-24?department=x');
    expect(router.currentRoute.value.name).toBe('login');
    expect(router.currentRoute.value.query.next).toBe('/day/2026-11-24?department=x');
  });

  it('show a page only to the roles it is for', async () => {
    const router = openRouter();
    await useSession().login({ email: 'patient@example.org', password: 'x' });
    await router.push('/appointments');
    expect(router.currentRoute.value.name).toBe('appointments');
    await router.push('/admin/users?q=a');
    expect(router.currentRoute.value.name).toBe('forbidden');
    expect(router.currentRoute.value.fullPath).toBe('/admin/users?q=a');
    await router.push('/nowhere/at/all');
    expect(router.currentRoute.value.name).toBe('not-found');
  });

  it.each([
    ['/profile#record-accesses', '/me#record-accesses'],
    ['/privacy', '/me/privacy'],
  ])('lead from the old address %s to %s', async (old, now) => {
    const router = openRouter();
    await useSession().login({ email: 'patient@example.org', password: 'x' });
    await router.push(old);
    expect(router.currentRoute.value.fullPath).toBe(now);
  });

  it.each(['/', '/book?find=1', '/doctors/1'])(
    'lead roles that cannot book from %s to their work',
    async (path) => {
      const router = openRouter();
      await useSession().login({ email: 'new@example.org', password: 'x' });
      await router.push(path);
      expect(router.currentRoute.value.name).toBe('pharmacy');
    },
  );

  it('send people who are signed in past the login', async () => {
    const router = openRouter();
    await useSession().login({ email: 'desk@example.org', password: 'x' });
    await router.push('/login?next=/patients');
    expect(router.currentRoute.value.name).toBe('patients');
  });

  it('lead to the second factor where the account needs one, whatever was wanted', async () => {
    const { clinic } = await openClinic();
    const router = openRouter();
    const user = clinic.users.find(({ email }) => email === 'desk@example.org')!;
    const restricted = () => ({
      body: { accessToken: 'x', tokenType: 'Bearer', expiresIn: 900, user, secondFactorRequired: true },
    });
    clinic.on('POST', '/api/auth/login', restricted);
    clinic.on('POST', '/api/auth/refresh', restricted);
    const session = useSession();
    await session.login({ email: user.email, password: 'x' });
    expect(session.roles).toEqual([]);
    await router.push('/login?next=/account');
    expect(router.currentRoute.value.name).toBe('second-factor');
    expect(router.currentRoute.value.query.next).toBe('/account');
  });
});
