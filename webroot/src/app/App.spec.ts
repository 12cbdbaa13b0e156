import type { VueWrapper } from '@vue/test-utils';
import { nextTick } from 'vue';
import { afterEach, expect, it, vi } from 'vitest';
import { doctors } from '@dev/mock/people';
import { showPage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import App from './App.vue';

let wrapper: VueWrapper | undefined;
afterEach(() => {
  wrapper?.unmount();
  vi.unstubAllGlobals();
  document.documentElement.removeAttribute('data-bs-theme');
});

/** A system whose theme can change; no other media query matches. */
function stubSystem() {
  const dark = Object.assign(new EventTarget(), { matches: false });
  const other = Object.assign(new EventTarget(), { matches: false });
  vi.stubGlobal('matchMedia', (query: string) => (query.includes('dark') ? dark : other));
  return {
    becomeDark: () => dark.dispatchEvent(Object.assign(new Event('change'), { matches: true })),
  };
}

it('follows the theme of the system on pages of staff who are known before anything is shown', async () => {
  const { becomeDark } = stubSystem();
  ({ wrapper } = await showPage(App, '/medications', 'desk@example.org'));
  becomeDark();
  await nextTick();
  expect(document.documentElement.getAttribute('data-bs-theme')).toBe('dark');
});

it('puts the focus into the field in which one begins to type, else on the page', async () => {
  const stage = await showPage(App, '/medications', 'desk@example.org');
  ({ wrapper } = stage);
  await stage.router.push('/telephone');
  await waitFor(() => expect(document.activeElement).toBe(wrapper!.find('input[type=search]').element));
  await stage.router.push('/medications');
  await waitFor(() => expect(document.activeElement).toBe(wrapper!.find('main').element));
});

it('names each record in the title of the window', async () => {
  const description = document.head.appendChild(document.createElement('meta'));
  description.name = 'description';
  const stage = await showPage(App, `/doctors/${doctors[1]!.id}`, 'desk@example.org');
  ({ wrapper } = stage);
  await waitFor(() => expect(document.title).toMatch(/^Dr\. Amara Okafor · /));
  expect(description.content).toBe(`${document.title}. See who is free and book in a minute.`);
  const person = stage.clinic.patients[3]!;
  await stage.router.push(`/patients/${person.id}`);
  await waitFor(() => expect(document.title).toContain(person.familyName));
});

it('leaves the head to the clinic: language and theme are chosen at the foot', async () => {
  ({ wrapper } = await showPage(App, '/'));
  const choices = /language|theme/i;
  const named = (root: string) =>
    wrapper!
      .findAll(`${root} :is(button, select, a)`)
      .map((one) => `${one.attributes('aria-label')} ${one.text()}`);
  await waitFor(() => expect(named('footer').filter((name) => choices.test(name))).toHaveLength(2));
  expect(named('header').length).toBeGreaterThan(2);
  expect(named('header').filter((name) => choices.test(name))).toEqual([]);
});
