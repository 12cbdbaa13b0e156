import { beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope } from 'vue';
import { useGradual } from './useGradual';

const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `row ${index}`);

let frames: FrameRequestCallback[];
beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
});

function open(count: number, middle = 0) {
  const keys = ref(keysOf(count));
  const scope: EffectScope = effectScope();
  const { isFilled, fill } = scope.run(() =>
    useGradual(
      () => keys.value,
      () => middle,
      12,
    ),
  )!;
  return { keys, scope, fill, filled: () => keys.value.filter(isFilled) };
}

/** The next frame, and how many rows it has filled. */
function frameFills(filled: () => string[]) {
  const before = filled().length;
  frames.shift()!(0);
  return filled().length - before;
}

it('fills few rows in a frame, those around the middle first, until all are filled', () => {
  const { filled } = open(192, 100);
  expect(filled()).toHaveLength(12);
  expect(filled()).toContain('row 95');
  expect(filled()).toContain('row 105');
  let count = 1;
  for (; frames.length > 0; count++) {
    expect(frameFills(filled)).toBeLessThanOrEqual(12);
  }
  expect(count).toBe(192 / 12);
  expect(filled()).toEqual(keysOf(192));
});

it('keeps the rows that stay, and fills those that come back as gradually', async () => {
  const { keys, filled } = open(30);
  while (frames.length > 0) {
    frameFills(filled);
  }
  keys.value = ['row 3', 'row 29'];
  await nextTick();
  expect(filled()).toEqual(['row 3', 'row 29']);
  keys.value = keysOf(30);
  await nextTick();
  expect(filled()).toHaveLength(14);
  expect(filled()).toContain('row 29');
  expect(frameFills(filled)).toBe(12);
  expect(frameFills(filled)).toBe(4);
  expect(frames).toEqual([]);
});

it('fills one at once that somebody asks for', () => {
  const { fill, filled } = open(192);
  fill('row 150');
  expect(filled()).toHaveLength(13);
  expect(filled()).toContain('row 150');
  expect(frameFills(filled)).toBe(12);
});

it('stops with its page', () => {
  const { scope } = open(192);
  scope.stop();
  expect(frames).toEqual([]);
});
