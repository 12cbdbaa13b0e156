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
  await openClinic();
  if (email) {
    await useSession().login({ email, password: 'does not matter' });
  }
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(at);
  wrapper = mount(AppNavigation, {
    global: { plugins: [router, i18n], provide: { [navigationKey as symbol]: navigation } },
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
    [null, ['Home /', 'Book /book', 'Log in /login']],
    ['patient@example.org', ['Home /', 'Book /book', 'My visits /appointments', 'Profile /profile']],
    ['new@example.org', ['Home /']],
    [
      'desk@example.org',
      ['Schedule /dashboard', 'Day /day', 'Patients /patients', 'Book /book', 'Visits /admin/appointments'],
    ],
    [
      'doctor@example.org',
      [
        'Today /today',
        'Calendar /calendar',
        'Patients /patients',
        `Hours /doctors/${doctor}/availability`,
        'Schedule /dashboard',
      ],
    ],
    [
      'admin@example.org',
      [
        'Overview /overview',
        'Schedule /dashboard',
        'Visits /admin/appointments',
        'Patients /patients',
        'Manage /admin/doctors',
      ],
    ],
  ])('of %s', async (email, places) => {
    expect((await open(email, '/')).places).toEqual(places);
  });

  it.each([
    ['admin@example.org', '/admin/mailbox', 'Manage'],
    ['admin@example.org', `/admin/doctors/${doctor}`, 'Manage'],
    ['admin@example.org', `/admin/appointments/${doctor}`, 'Visits'],
    ['desk@example.org', '/day/2026-11-24', 'Day'],
    ['desk@example.org', `/patients/${doctor}`, 'Patients'],
    ['doctor@example.org', `/doctors/${doctor}/availability`, 'Hours'],
  ])('of %s marks where %s belongs', async (email, at, here) => {
    expect((await open(email, at)).here).toEqual([here]);
  });
});
