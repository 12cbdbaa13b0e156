import { afterEach, expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { RouterView } from 'vue-router';
import { showPage, type Stage } from '@dev/testing/mount';
import { useSession } from '@/shared/stores/session';
import { useUnsavedGuard } from './useUnsavedGuard';

const unsaved = ref(true);
const Guarded = defineComponent(() => {
  useUnsavedGuard(() => unsaved.value);
  return () => h('p', 'guarded');
});

let stage: Stage;
const answer = vi.fn<() => boolean>();
const here = () => stage.router.currentRoute.value.path;

afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

async function open() {
  stage = await showPage(RouterView, '/account', 'desk@example.org');
  stage.router.addRoute({ path: '/guarded', component: Guarded });
  unsaved.value = true;
  answer.mockReset();
  vi.stubGlobal('confirm', answer);
  await stage.router.push('/guarded');
}

it('leaves the page with unsaved changes only after asking', async () => {
  await open();
  answer.mockReturnValue(false);
  await stage.router.push('/account');
  expect(here()).toBe('/guarded');
  answer.mockReturnValue(true);
  await stage.router.push('/account');
  expect(here()).toBe('/account');
  expect(answer).toHaveBeenCalledTimes(2);
});

it('does not ask when everything is saved, or after the session has ended', async () => {
  await open();
  unsaved.value = false;
  await stage.router.push('/account');
  await stage.router.push('/guarded');
  unsaved.value = true;
  await useSession().logout();
  await stage.router.push('/login');
  expect(here()).toBe('/login');
  expect(answer).not.toHaveBeenCalled();
});
