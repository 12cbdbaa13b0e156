import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { openClinic, settle } from '@dev/testing/mount';
import { i18n } from '@/shared/locales';
import { navigationKey } from '@/shared/navigation';
import { useSession } from '@/shared/stores/session';
import { navigation, routes } from '../features';
import AppNavigation from './AppNavigation.vue';

let wrapper: VueWrapper;
afterEach(() => {
  wrapper.unmount();
  vi.useRealTimers();
});

async function open(email: string | null, at: string) {
  const { pinia } = await openClinic();
  if (email) {
    await useSession(pinia).login({ email, password: 'does not matter' });
  }
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(at);
  wrapper = mount(AppNavigation, {
    global: { plugins: [pinia, router, i18n], provide: { [navigationKey as symbol]: navigation } },
  });
  await settle();
  return {
    places: wrapper.findAll('li a').map((link) => `${link.text()} ${link.attributes('href')}`),
    here: wrapper.findAll('[aria-current=page]').map((link) => link.text()),
  };
}

const doctor = '00000002-0000-7000-8000-000000000001';

describe('the navigation', () => {
  it.each([
    [null, ['Home /', 'Departments /departments', 'Doctors /doctors', 'Book /book', 'Sign in /login']],
    [
      'patient@example.org',
      ['Home /', 'Book /book', 'Appointments /appointments', 'My health /my/health', 'Me /me'],
    ],
    ['new@example.org', ['Pharmacy /pharmacy', 'Medications /medications']],
    [
      'privacy@example.org',
      ['Reviews /admin/emergency-access', 'Audit trail /admin/audit', 'Privacy /admin/privacy'],
    ],
    [
      'desk@example.org',
      ['Board /board', 'Queue /queue', 'Patients /patients', 'Appointments /admin/appointments'],
    ],
    ['doctor@example.org', ['Today /today', 'Calendar /calendar', 'Patients /patients', 'Board /board']],
    [
      'admin@example.org',
      [
        'Overview /overview',
        'Board /board',
        'Patients /patients',
        'Appointments /admin/appointments',
        'Manage /admin/doctors',
      ],
    ],
  ])('of %s', async (email, places) => {
    expect((await open(email, '/')).places).toEqual(places);
  });

  it.each([
    ['admin@example.org', '/admin/mailbox', 'Manage'],
    ['admin@example.org', `/admin/doctors/${doctor}`, 'Manage'],
    ['admin@example.org', `/admin/appointments/${doctor}`, 'Appointments'],
    ['desk@example.org', '/day/2026-11-24', 'Board'],
    ['desk@example.org', '/queue', 'Queue'],
    ['admin@example.org', '/admin/walls', 'Manage'],
    ['desk@example.org', `/patients/${doctor}`, 'Patients'],
    ['patient@example.org', '/me/privacy', 'Me'],
    ['privacy@example.org', '/admin/privacy', 'Privacy'],
    ['doctor@example.org', `/doctors/${doctor}/availability`, 'Calendar'],
  ])('of %s marks where %s belongs', async (email, at, here) => {
    expect((await open(email, at)).here).toEqual([here]);
  });
});
