import { expect, it } from 'vitest';
import { effectScope, nextTick, ref, watch } from 'vue';
import { waitFor } from '@dev/testing/waitFor';
import { nextTask } from '@/shared/lib/nextTask';
import { useGradual } from './useGradual';

const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `row ${index}`);

function open(count: number, middle = 0) {
  const keys = ref(keysOf(count));
  const scope = effectScope();
  /** How many rows there were after each task. */
  const counts: number[] = [];
  const { isFilled, fill } = scope.run(() => {
    const gradual = useGradual(
      () => keys.value,
      () => middle,
      12,
    );
    const count = () => keys.value.filter(gradual.isFilled).length;
    watch(count, (now) => counts.push(now), { immediate: true, flush: 'sync' });
    return gradual;
  })!;
  return { keys, scope, fill, counts, filled: () => keys.value.filter(isFilled) };
}

it('fills few rows in a task, those around the middle first, until all are filled', async () => {
  const { counts, filled } = open(192, 100);
  expect(filled()).toHaveLength(12);
  expect(filled()).toContain('row 95');
  expect(filled()).toContain('row 105');
  await waitFor(() => expect(filled()).toEqual(keysOf(192)));
  expect(counts).toEqual(Array.from({ length: 16 }, (_, index) => (index + 1) * 12));
});

it('keeps the rows that stay, and fills those that come back as gradually', async () => {
  const { keys, counts, filled } = open(30);
  await waitFor(() => expect(filled()).toHaveLength(30));
  keys.value = ['row 3', 'row 29'];
  await nextTick();
  expect(filled()).toEqual(['row 3', 'row 29']);
  counts.splice(0);
  keys.value = keysOf(30);
  await waitFor(() => expect(filled()).toHaveLength(30));
  expect(counts).toEqual([14, 26, 30]);
});

it('fills one at once that somebody asks for', async () => {
  const { fill, filled } = open(192);
  fill('row 150');
  expect(filled()).toHaveLength(13);
  expect(filled()).toContain('row 150');
  await waitFor(() => expect(filled()).toHaveLength(192));
});

it('stops with its page', async () => {
  const { scope, filled } = open(192);
  scope.stop();
  for (let task = 0; task < 5; task++) {
    await nextTask();
  }
  expect(filled()).toHaveLength(12);
});
