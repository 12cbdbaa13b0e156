import { expect, it, vi } from 'vitest';
import { effectScope, watch } from 'vue';
import { waitFor } from '@dev/testing/waitFor';
import { nextTask } from '@/shared/lib/nextTask';
import { useStages } from './useStages';

it('draws one part more in each task, also where timers and frames stand still', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'requestAnimationFrame'] });
  const order: (number | string)[] = [];
  effectScope().run(() => {
    const drawn = useStages(3);
    watch(drawn, (now) => order.push(now, 'task'), { immediate: true, flush: 'sync' });
    watch(drawn, () => queueMicrotask(() => order.push('end of it')), { flush: 'sync' });
  });
  expect(order).toEqual([0, 'task']);
  for (let task = 0; task < 50 && !order.includes(3); task++) {
    await nextTask();
  }
  expect(order).toEqual([0, 'task', 1, 'task', 'end of it', 2, 'task', 'end of it', 3, 'task', 'end of it']);
});

it('draws nothing more once its page is gone', async () => {
  const scope = effectScope();
  const drawn = scope.run(() => useStages(3))!;
  await waitFor(() => expect(drawn.value).toBeGreaterThan(0));
  const before = drawn.value;
  scope.stop();
  for (let task = 0; task < 5; task++) {
    await nextTask();
  }
  expect(drawn.value).toBe(before);
});
