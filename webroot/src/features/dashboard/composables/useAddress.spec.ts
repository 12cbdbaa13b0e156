import { defineComponent } from 'vue';
import { flushPromises } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { showPage } from '@dev/testing/mount';
import { useAddress } from './useAddress';

let board: ReturnType<typeof useAddress>;

const Board = defineComponent(() => {
  board = useAddress();
  return () => null;
});

it('does not end a navigation to another page when the set of doctors is decided', async () => {
  const { wrapper, router } = await showPage(Board, '/board', 'desk@example.org');
  let arrive: () => void = () => {};
  router.beforeResolve(() => new Promise<void>((resolve) => (arrive = resolve)));

  const leaving = router.push('/day');
  await flushPromises();
  await board.settle({ kind: 'all' });
  arrive();
  await leaving;

  expect(router.currentRoute.value.name).toBe('day');
  wrapper.unmount();
});
