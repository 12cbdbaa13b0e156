import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, nextTick, ref, watch } from 'vue';
import { queryClient } from '@/shared/query/client';
import type { FakeLive } from '@dev/testing/fakeLive';
import { openClinic, queryPlugin, settle } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { useLiveQuery } from './useLiveQuery';

type Item = { state: string };
const one = () => useLiveQuery<{ name: string }, Item>('one');
type Shown = ReturnType<typeof one>;

const listKey = ['list'];
let server: FakeLive;
let wrapper: VueWrapper | undefined;

beforeEach(async () => {
  server = (await openClinic({ waits: true })).live;
});
function close() {
  wrapper?.unmount();
  wrapper = undefined;
}
afterEach(() => {
  close();
  vi.useRealTimers();
});

async function show(use: () => Shown): Promise<Shown> {
  let shown: Shown | undefined;
  const component = defineComponent({
    setup() {
      shown = use();
      return () => null;
    },
  });
  wrapper = mount(component, { global: { plugins: [queryPlugin] } });
  await pass(0);
  return shown!;
}
async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}
const stateOf = ({ page }: Shown) => page.value.items.get('a')?.state;

describe('a live query', () => {
  it('puts the snapshot and every change into the cache, and exposes its state', async () => {
    const shown = await show(one);
    expect(shown.state.value).toBe('connecting');
    server.set('one', { about: { name: 'One' }, items: { a: { state: 'FREE' } } });
    await pass(0);
    expect(shown.state.value).toBe('live');
    expect(queryClient.getQueryData(['live', 'one'])).toMatchObject({
      about: { name: 'One' },
      current: true,
    });
    server.set('one', { about: { name: 'One' }, items: { a: { state: 'HELD' } } });
    await pass(0);
    expect(stateOf(shown)).toBe('HELD');
  });

  it('takes the frames of a burst as one', async () => {
    server.set('one', { items: { a: { state: 'FREE' } } });
    const shown = await show(one);
    const states: (string | undefined)[] = [];
    const stop = watch(
      () => stateOf(shown),
      (state) => states.push(state),
      { flush: 'sync' },
    );
    for (const state of ['HELD', 'TAKEN', 'FREE', 'HELD']) {
      server.set('one', { items: { a: { state } } });
      await nextTick();
    }
    expect(states).toEqual([]);
    await waitFor(() => expect(states).toEqual(['HELD']));
    server.set('one', { items: { a: { state: 'TAKEN' } } });
    await waitFor(() => expect(states).toEqual(['HELD', 'TAKEN']));
    stop();
  });

  it('takes nothing more of a topic that it has left', async () => {
    server.set('one', { items: { a: { state: 'FREE' } } });
    await show(one);
    server.set('one', { items: { a: { state: 'HELD' } } });
    close();
    await pass(0);
    expect(queryClient.getQueryData(['live', 'one'])).not.toMatchObject({
      items: new Map([['a', { state: 'HELD' }]]),
    });
  });

  it('keeps what it shows while the connection is lost, and catches up from its version', async () => {
    server.set('one', { items: { a: { state: 'FREE' } } });
    const shown = await show(one);
    server.cut();
    await pass(0);
    expect(shown.state.value).toBe('reconnecting');
    expect(stateOf(shown)).toBe('FREE');
    server.set('one', { items: { a: { state: 'TAKEN' } } });
    await pass(1_000);
    expect(server.received.at(-1)).toEqual({ type: 'subscribe', topic: 'one', since: 1 });
    expect(shown.state.value).toBe('live');
    expect(stateOf(shown)).toBe('TAKEN');
  });

  it('exposes that it was refused', async () => {
    const shown = await show(one);
    server.tell({
      type: 'refused',
      topic: 'one',
      problem: { type: '/problems/forbidden', title: '', status: 403 },
    });
    await pass(0);
    expect(shown.state.value).toBe('refused');
    expect(shown.page.value.problem?.slug).toBe('forbidden');
  });

  it('shows no data of the previous topic, and keeps no topic without observers in the cache', async () => {
    server.set('one', { items: { a: { state: 'FREE' } } });
    const topic = ref<string | null>('one');
    const shown = await show(() => useLiveQuery<{ name: string }, Item>(topic));
    expect(stateOf(shown)).toBe('FREE');
    topic.value = 'two';
    expect(shown.page.value.items.size).toBe(0);
    await pass(0);
    expect(server.received).toContainEqual({ type: 'unsubscribe', topic: 'one' });
    topic.value = null;
    await pass(10);
    expect(shown.state.value).toBe('connecting');
    close();
    await pass(10);
    expect(queryClient.getQueriesData({ queryKey: ['live'] })).toEqual([]);
  });

  it('gives a query what the reducer makes of it, and no older answer takes its place', async () => {
    let answer: (states: string[]) => void = () => {};
    const older = queryClient.fetchQuery({
      queryKey: listKey,
      queryFn: () => new Promise<string[]>((resolve) => (answer = resolve)),
    });
    older.catch(() => undefined);
    server.set('one', { items: { a: { state: 'FREE' } } });
    await show(() =>
      useLiveQuery<{ name: string }, Item, string[]>('one', listKey, ({ items }, before = []) => [
        ...before,
        ...[...items.values()].map(({ state }) => state),
      ]),
    );
    answer(['OLD']);
    await pass(0);
    server.set('one', { items: { a: { state: 'HELD' } } });
    server.cut();
    await pass(0);
    expect(queryClient.getQueryData(listKey)).toEqual(['FREE', 'HELD']);
  });
});
