import { QueryObserver } from '@tanstack/vue-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problemFrom } from '@/shared/api/problem';
import { useSession } from '@/shared/stores/session';
import { openClinic, settle } from '@dev/testing/mount';
import { queryClient } from './client';

const problem = (status: number, slug: string) =>
  problemFrom({ type: `/problems/${slug}`, title: '', status });
let stop: (() => void) | undefined;

beforeEach(() => openClinic({ waits: true }));
afterEach(() => {
  stop?.();
  stop = undefined;
  queryClient.clear();
  vi.useRealTimers();
});

/** How often a read that always fails so is tried. */
async function triesOf(failure: Error) {
  const read = vi.fn(() => Promise.reject(failure));
  const outcome = expect(queryClient.fetchQuery({ queryKey: ['failing'], queryFn: read })).rejects.toBe(
    failure,
  );
  await vi.advanceTimersByTimeAsync(60_000);
  await outcome;
  queryClient.clear();
  return read.mock.calls.length;
}

describe('a read', () => {
  it('is tried again only while that can help', async () => {
    expect(await triesOf(problem(503, 'unavailable'))).toBe(3);
    expect(await triesOf(problem(0, 'offline'))).toBe(3);
    expect(await triesOf(problem(0, 'timed-out'))).toBe(1);
    expect(await triesOf(problem(404, 'not-found'))).toBe(1);
    expect(await triesOf(problem(429, 'too-many-requests'))).toBe(1);
    expect(await triesOf(new TypeError('a defect'))).toBe(1);
  });

  it('is not repeated because the window gets the focus', async () => {
    const read = vi.fn(async () => 'text');
    stop = new QueryObserver(queryClient, { queryKey: ['focus'], queryFn: read }).subscribe(() => {});
    await vi.advanceTimersByTimeAsync(60_000);
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(read).toHaveBeenCalledTimes(1);
  });
});

describe('a change', () => {
  it('is sent once, whatever comes of it', async () => {
    const send = vi.fn(() => Promise.reject(problem(503, 'unavailable')));
    const change = queryClient.getMutationCache().build(queryClient, { mutationFn: send });
    const outcome = expect(change.execute(undefined)).rejects.toMatchObject({ slug: 'unavailable' });
    await vi.advanceTimersByTimeAsync(60_000);
    await outcome;
    expect(send).toHaveBeenCalledTimes(1);
  });
});

describe('the end of a session', () => {
  const login = (email: string) => useSession().login({ email, password: 'x' });
  const known = () =>
    queryClient
      .getQueryCache()
      .getAll()
      .filter(({ state }) => state.data !== undefined)
      .map(({ queryKey }) => queryKey[0]);

  it('leaves nothing of what was read, not even what is on screen', async () => {
    await login('patient@example.org');
    queryClient.setQueryData(['left'], 'private');
    const shown = new QueryObserver(queryClient, {
      queryKey: ['shown'],
      queryFn: async () => useSession().user?.email ?? 'nobody',
    });
    stop = shown.subscribe(() => {});
    await settle();
    expect(known()).toEqual(['left', 'shown']);
    const leaving = useSession().logout();
    expect(known()).toEqual([]);
    await leaving;
    await settle();
    expect(shown.getCurrentResult().data).toBe('nobody');
  });

  it('drops an answer that was still under way', async () => {
    await login('patient@example.org');
    let answer: (text: string) => void = () => {};
    const read = queryClient.fetchQuery({
      queryKey: ['slow'],
      queryFn: () => new Promise<string>((resolve) => (answer = resolve)),
    });
    const outcome = read.catch(() => undefined);
    await useSession().logout();
    answer('private');
    await settle();
    await outcome;
    expect(known()).toEqual([]);
  });

  it('is also that another person signs in', async () => {
    await login('patient@example.org');
    queryClient.setQueryData(['left'], 'private');
    await login('desk@example.org');
    expect(known()).toEqual([]);
  });

  it('is not that the same person gets a new token', async () => {
    await login('patient@example.org');
    queryClient.setQueryData(['kept'], 'text');
    await login('patient@example.org');
    expect(known()).toEqual(['kept']);
  });
});
