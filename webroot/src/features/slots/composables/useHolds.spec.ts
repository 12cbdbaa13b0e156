import { flushPromises } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { keepActive } from '@dev/testing/activePinia';
import { afterEach, expect, it, vi } from 'vitest';
import type { Hold, HoldWish } from '@/shared/api/client';
import { useHolds } from './useHolds';

const wish: HoldWish = { doctorId: 'd', start: '2026-11-30T10:00:00+01:00' };
const other: HoldWish = { ...wish, start: '2026-11-30T11:00:00+01:00' };

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A server that delays its answer to a removal. */
function stubServer() {
  const sent: string[] = [];
  let answer!: () => void;
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(request.method);
    if (request.method === 'DELETE') {
      await new Promise<void>((resolve) => (answer = resolve));
      return new Response(null, { status: 204 });
    }
    const { start } = (await request.json()) as HoldWish;
    const expiresAt = new Date(Date.now() + 300_000).toISOString();
    const hold = { ...wish, start, id: `h${sent.length}`, expiresAt } as Hold;
    return Response.json(hold, { status: 201 });
  });
  return { sent, answer: () => answer() };
}

it('asks for a time that is being released after that has been answered, and for another at once', async () => {
  const { sent, answer } = stubServer();
  keepActive(createPinia());
  const holds = useHolds();
  void holds.release(await holds.take(wish));
  const again = holds.take(wish);
  await flushPromises();
  expect(sent).toEqual(['POST', 'DELETE']);
  await holds.take(other);
  expect(sent).toEqual(['POST', 'DELETE', 'POST']);
  answer();
  await again;
  expect(sent).toEqual(['POST', 'DELETE', 'POST', 'POST']);
});
