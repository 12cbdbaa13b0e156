import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { navigation, routes } from '@/app/features';
import BellPlace from '@/app/layout/BellPlace.vue';
import type { Schemas } from '@/shared/api/client';
import { i18n } from '@/shared/locales';
import { navigationKey } from '@/shared/navigation';
import { meTopic, toDoTopic } from '@/shared/api/topics';
import { useLive } from '@/shared/stores/live';
import { useSession } from '@/shared/stores/session';
import { openClinic, queryPlugin, settle } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import BellMock from '../mock';

let wrapper: VueWrapper;
afterEach(() => {
  wrapper.unmount();
  vi.useRealTimers();
});

async function open(email: string, tasks: Schemas['Task'][] = []) {
  const { clinic, live, sent, pinia } = await openClinic();
  clinic.of(BellMock).tasks = tasks;
  await useSession(pinia).login({ email, password: 'does not matter' });
  const whileLost = vi.spyOn(useLive(pinia), 'whileLost');
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push('/');
  wrapper = mount(BellPlace, {
    global: {
      plugins: [pinia, router, i18n, queryPlugin],
      provide: { [navigationKey as symbol]: navigation },
    },
    attachTo: document.body,
  });
  await waitFor(() => expect(wrapper.find('button').exists()).toBe(true));
  await settle();
  return { clinic, live, sent, whileLost };
}

const button = () => wrapper.find('button');
const entries = () => wrapper.findAll('li a').map((link) => [link.text(), link.attributes('href')]);

describe('the bell', () => {
  it('counts what the server says waits for staff, and leads there', async () => {
    await open('desk@example.org', [
      { kind: 'OPEN_VISITS', count: 2 },
      { kind: 'PROPOSALS', count: 1 },
    ]);
    await waitFor(() => expect(button().text()).toBe('3'));
    expect(button().attributes('aria-label')).toBe('To do: 3');
    await button().trigger('click');
    await settle();
    expect(entries()).toEqual([
      ['2 visits of earlier days: did the patients come?', '/day'],
      ['One patient proposes changes', '/patients?proposing=1'],
    ]);
    await wrapper.find('section').trigger('keydown', { key: 'Escape' });
    expect(wrapper.find('section').exists()).toBe(false);
    expect(document.activeElement).toBe(button().element);
  });

  it('leads administrators to mails that could not be delivered', async () => {
    await open('admin@example.org', [{ kind: 'UNDELIVERED_MAILS', count: 3 }]);
    await waitFor(() => expect(button().text()).toBe('3'));
    await button().trigger('click');
    await settle();
    expect(entries()).toEqual([['3 mails could not be delivered', '/admin/undelivered-mails']]);
  });

  it('leads the privacy officer to reviews that wait, as they come', async () => {
    const { clinic, live } = await open('privacy@example.org');
    expect(button().text()).toBe('');
    const tasks = [{ kind: 'EMERGENCY_REVIEWS' as const, count: 1 }];
    clinic.of(BellMock).tasks = tasks;
    live.set(toDoTopic, { about: { items: tasks } });
    await waitFor(() => expect(button().text()).toBe('1'));
    await button().trigger('click');
    await settle();
    expect(entries()).toEqual([['One emergency access to review', '/admin/emergency-access']]);
  });

  it('says that there is nothing, without a number', async () => {
    await open('desk@example.org');
    expect(button().text()).toBe('');
    await button().trigger('click');
    await settle();
    expect(wrapper.text()).toContain('Nothing waits for you.');
  });

  it('shows staff what is new as soon as it is pushed, without asking again', async () => {
    const { live, sent } = await open('desk@example.org', [{ kind: 'OPEN_VISITS', count: 2 }]);
    await waitFor(() => expect(button().text()).toBe('2'));
    const reads = () => sent.filter((request) => request === 'GET /api/to-do').length;
    const before = reads();
    live.set(toDoTopic, { about: { items: [{ kind: 'PROPOSALS', count: 5 }] } });
    await waitFor(() => expect(button().text()).toBe('5'));
    expect(reads()).toBe(before);
  });

  it('is read again for staff while the connection is lost', async () => {
    const { clinic, whileLost } = await open('desk@example.org', [{ kind: 'OPEN_VISITS', count: 2 }]);
    await waitFor(() => expect(button().text()).toBe('2'));
    clinic.of(BellMock).tasks = [{ kind: 'ERASURES', count: 7 }];
    expect(whileLost).toHaveBeenCalledOnce();
    await whileLost.mock.calls[0]![0]();
    await waitFor(() => expect(button().text()).toBe('7'));
  });

  it('shows a patient an offer as soon as it is made', async () => {
    const { live } = await open('patient@example.org');
    live.set(meTopic, {
      about: {
        waitlist: [
          {
            id: 'w1',
            status: 'OFFERED',
            offer: {
              doctorId: 'd',
              doctorName: 'Dr. Lindqvist',
              start: '2026-11-24T09:00:00+01:00',
              end: '2026-11-24T09:30:00+01:00',
              expiresAt: '2026-11-23T08:00:00+01:00',
            },
          },
        ],
      },
      items: {},
    });
    await waitFor(() => expect(button().text()).toBe('1'));
    await button().trigger('click');
    await settle();
    expect(entries()[0]![0]).toContain('Dr. Lindqvist');
  });
});
