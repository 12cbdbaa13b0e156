import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openClinic } from '@dev/testing/mount';
import { useSession } from '@/shared/stores/session';

async function freshRouter() {
  vi.resetModules();
  return (await import('@/app/router')).router;
}

describe('the guards', () => {
  beforeEach(() => openClinic());

  it('lead to login and remember where one wanted to go', async () => {
    const router = await freshRouter();
    await router.push('/day/2026-11-24?department=x');
    expect(router.currentRoute.value.name).toBe('login');
    expect(router.currentRoute.value.query.next).toBe('/day/2026-11-24?department=x');
  });

  it('show a page only to the roles it is for', async () => {
    const { router } = await import('@/app/router');
    await useSession().login({ email: 'patient@example.org', password: 'x' });
    await router.push('/appointments');
    expect(router.currentRoute.value.name).toBe('appointments');
    await router.push('/admin/users');
    expect(router.currentRoute.value.name).toBe('forbidden');
  });

  it('send people who are signed in past the login', async () => {
    const { router } = await import('@/app/router');
    await useSession().login({ email: 'desk@example.org', password: 'x' });
    await router.push('/login?next=/patients');
    expect(router.currentRoute.value.name).toBe('patients');
  });
});
