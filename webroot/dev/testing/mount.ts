import { VueQueryPlugin } from '@tanstack/vue-query';
import { createPinia, type Pinia } from 'pinia';
import { activate, keepActive } from './activePinia';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { vi } from 'vitest';
import { computed, type Component } from 'vue';
import { createMemoryHistory, createRouter, matchedRouteKey, type Router } from 'vue-router';
import { Clinic } from '@dev/mock/clinic';
import type { ScheduleSlot } from '@/shared/api/client';
import { rangeTopic } from '@/shared/api/topics';
import { i18n } from '@/shared/locales';
import { navigation, routes } from '@/app/features';
import '@/app/messages';
import { navigationKey } from '@/shared/navigation';
import { queryClient } from '@/shared/query/client';
import { useClinic } from '@/shared/stores/clinic';
import { useSession } from '@/shared/stores/session';
import { FakeLive } from './fakeLive';

// What the app loads when it is needed is there at once, whichever test is the first to need it. Charts cannot be drawn.
import.meta.glob(
  [
    '../../src/**/*.vue',
    '../../src/features/*/index.ts',
    '../../src/app/messages/enSignedIn.ts',
    '../../src/features/booking/components/laterSteps.ts',
    '../../src/shared/redFlags/index.ts',
    '!../../src/**/*Chart.vue',
  ],
  { eager: true },
);

/** Monday morning in the clinic. */
export const monday = new Date('2026-11-23T07:00:00+01:00');

export interface Stage {
  wrapper: VueWrapper;
  clinic: Clinic;
  live: FakeLive;
  router: Router;
  /** Every request that was sent, as "METHOD /path". */
  sent: string[];
}

/** What pages read with. */
export const queryPlugin: [typeof VueQueryPlugin, { queryClient: typeof queryClient }] = [
  VueQueryPlugin,
  { queryClient },
];

const timers = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;

/** A fresh store and a clinic in memory behind fetch. Time stands still; with `waits`, timers wait for the test too. */
export async function openClinic({ waits = false } = {}): Promise<{
  clinic: Clinic;
  live: FakeLive;
  sent: string[];
  pinia: Pinia;
}> {
  vi.useFakeTimers({ now: monday, toFake: waits ? ['Date', ...timers] : ['Date'] });
  sessionStorage.clear();
  const pinia = createPinia();
  keepActive(pinia);
  useSession(pinia); // whose token the first request states
  localStorage.clear();
  queryClient.clear();
  const clinic = new Clinic();
  const live = new FakeLive().install();
  live.answers = true;
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(`${request.method} ${new URL(request.url).pathname}`);
    return clinic.answer(request);
  });
  await useClinic().load();
  return { clinic, live, sent, pinia };
}

/** Shows a page at an address, signed in with that e-mail address if one is given. */
export async function showPage(
  page: Component,
  at: string,
  email?: string,
  options?: Parameters<typeof openClinic>[0],
): Promise<Stage> {
  const { clinic, live, sent, pinia } = await openClinic(options);
  if (email) {
    // What a page of before still does may have made its own store the active one.
    await useSession(pinia).login({ email, password: 'does not matter' });
  }
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(at);
  const wrapper = mount(page, {
    global: {
      plugins: [pinia, router, i18n, queryPlugin],
      provide: {
        [navigationKey as symbol]: navigation,
        // As RouterView provides it, for guards of the page.
        [matchedRouteKey as symbol]: computed(() => router.currentRoute.value.matched.at(-1)),
      },
    },
    attachTo: document.body,
  });
  await settle();
  return { wrapper, clinic, live, router, sent };
}

/** Waits until everything under way has been answered and shown. */
export async function settle() {
  for (let round = 0; round < 8; round++) {
    await flushPromises();
  }
  activate();
}

/** The button or link that says (or is labelled) so. */
export function byName(wrapper: VueWrapper, name: string | RegExp) {
  const matches = (text: string) => (typeof name === 'string' ? text === name : name.test(text));
  const found = wrapper
    .findAll('button, a')
    .find((element) => matches((element.attributes('aria-label') ?? element.text()).trim()));
  if (!found) {
    throw new Error(`Nothing is named ${name}`);
  }
  return found;
}

/** Sends the two weeks of a doctor from today to their subscribers as they are now, with some slots in other states. */
export function tellDays(
  { clinic, live }: Pick<Stage, 'clinic' | 'live'>,
  doctorId: string,
  states: Record<string, ScheduleSlot['state']> = {},
) {
  const days = clinic.days(doctorId, '2026-11-23', 14);
  const slots = days.flatMap((day) => day.slots);
  live.set(rangeTopic(doctorId, '2026-11-23', 14), {
    about: { doctorId, zone: 'Europe/Berlin', days: days.map(({ date, version }) => ({ date, version })) },
    items: Object.fromEntries(
      slots.map((slot) => [slot.start, { ...slot, state: states[slot.start] ?? slot.state }]),
    ),
  });
}
