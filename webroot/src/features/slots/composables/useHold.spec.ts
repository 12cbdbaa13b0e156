import { createPinia } from 'pinia';
import { effectScope, nextTick, ref } from 'vue';
import { keepActive } from '@dev/testing/activePinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Hold, HoldWish } from '@/shared/api/client';
import { useHold, type Holding } from './useHold';
import { useHolds } from './useHolds';

const wish: HoldWish = { doctorId: 'd', start: '2026-11-30T10:00:00+01:00' };
const wanted = ref<HoldWish | null>(null);
let scope: ReturnType<typeof effectScope>;
let holds: ReturnType<typeof useHolds>;
let holding: Holding;
/** Lets the server answer the hold that is asked for. */
let answer: () => void;

beforeEach(() => {
  wanted.value = null;
  keepActive(createPinia());
  holds = useHolds();
  vi.spyOn(holds, 'release').mockResolvedValue();
  vi.spyOn(holds, 'take').mockImplementation(
    () =>
      new Promise<Hold>((resolve) => {
        answer = () => {
          const hold = { ...wish, id: 'h', expiresAt: new Date(Date.now() + 300_000).toISOString() } as Hold;
          holds.mine = [hold];
          resolve(hold);
        };
      }),
  );
  scope = effectScope();
  holding = scope.run(() => useHold(() => wanted.value, vi.fn()))!;
});

afterEach(() => {
  scope.stop();
});

it('books after the hold that is being asked for has been answered', async () => {
  wanted.value = wish;
  await nextTick();
  const work = vi.fn(() => Promise.resolve('booked'));
  const booked = holding.spend(work);
  await nextTick();
  expect(work).not.toHaveBeenCalled();
  answer();
  expect(await booked).toBe('booked');
  expect(holds.take).toHaveBeenCalledOnce();
  expect(holds.mine).toEqual([]);
});

it('does not hold what is being booked', async () => {
  let finish!: (result: string) => void;
  const booked = holding.spend(() => new Promise<string>((resolve) => (finish = resolve)));
  wanted.value = wish;
  await nextTick();
  expect(holds.take).not.toHaveBeenCalled();
  finish('booked');
  await booked;
  expect(holds.take).not.toHaveBeenCalled();
});

it('holds the slot after all if the booking has failed', async () => {
  let fail!: (failure: Error) => void;
  const booked = holding.spend(() => new Promise<string>((_, reject) => (fail = reject)));
  wanted.value = wish;
  await nextTick();
  fail(new Error('no connection'));
  await expect(booked).rejects.toThrow('no connection');
  expect(holds.take).toHaveBeenCalledOnce();
});
