import { afterEach, expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { RouterView } from 'vue-router';
import { showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { useLeaving } from '@/shared/stores/leaving';
import { useSession } from '@/shared/stores/session';
import { useUnsavedGuard } from './useUnsavedGuard';

const unsaved = ref(true);
const Guarded = defineComponent(() => {
  useUnsavedGuard(() => unsaved.value);
  return () => h('p', 'guarded');
});

let stage: Stage;
const here = () => stage.router.currentRoute.value.path;

afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

async function open() {
  stage = await showPage(RouterView, '/account', 'desk@example.org');
  stage.router.addRoute({ path: '/guarded', component: Guarded });
  unsaved.value = true;
  await stage.router.push('/guarded');
}

it('leaves the page with unsaved changes only after asking', async () => {
  await open();
  const leaving = useLeaving();
  const stays = stage.router.push('/account');
  await waitFor(() => expect(leaving.asking).toBe(true));
  leaving.close(false);
  await stays;
  expect(here()).toBe('/guarded');
  const leaves = stage.router.push('/account');
  await waitFor(() => expect(leaving.asking).toBe(true));
  leaving.close(true);
  await leaves;
  expect(here()).toBe('/account');
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
  expect(useLeaving().asking).toBe(false);
});
