import { createPinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openClinic } from '@dev/testing/mount';
import { useSession } from '@/shared/stores/session';
import { useRegistration } from './useRegistration';

const details = {
  givenName: 'Zoë',
  familyName: '山田',
  birthDate: '1984-03-15',
  email: 'zoe@example.org',
  language: 'en' as const,
};
const started = { registrationId: crypto.randomUUID(), expiresAt: '2026-11-23T06:10:00Z' };
/** The page is loaded again: nothing but the tab's storage is left. */
const reloaded = () => useRegistration(createPinia());

beforeEach(() => openClinic());
afterEach(() => vi.useRealTimers());

describe('a registration whose code was sent', () => {
  it('is there after the page was loaded again, until the code is not valid any more', () => {
    useRegistration().begin(details, started);
    expect(reloaded().details).toEqual(details);
    expect(reloaded().started).toEqual(started);
    vi.setSystemTime(new Date('2026-11-23T06:11:00Z'));
    expect(reloaded().started).toBeNull();
    expect(sessionStorage.getItem('clinibus.registration')).toBeNull();
  });

  it('goes back to what was entered once the code is not valid any more', () => {
    const registration = useRegistration();
    registration.begin(details, started);
    registration.resume();
    expect(registration.started).toEqual(started);
    vi.setSystemTime(new Date('2026-11-23T06:11:00Z'));
    registration.resume();
    expect(registration.started).toBeNull();
    expect(registration.details).toEqual(details);
  });

  it('leaves nothing behind when it is complete or another session ends', async () => {
    const registration = useRegistration();
    registration.begin(details, started);
    registration.end();
    expect(sessionStorage.getItem('clinibus.registration')).toBeNull();
    expect(registration.details).toBeNull();

    registration.begin(details, started);
    const session = useSession();
    await session.login({ email: 'patient@example.org', password: 'does not matter' });
    await session.logout();
    expect(sessionStorage.getItem('clinibus.registration')).toBeNull();
    expect(registration.details).toBeNull();
  });
});
