import type { VueWrapper } from '@vue/test-utils';
import { nextTick } from 'vue';
import { afterEach, expect, it, vi } from 'vitest';
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
