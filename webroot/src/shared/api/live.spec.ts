import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeLive } from '@dev/testing/fakeLive';
import { LiveClient, type TopicPage } from './live';

const topic = 'slots/d/2026-11-24';
const states: boolean[] = [];
let server: FakeLive;
let client: LiveClient;
let token: string | null;
let watched: boolean;
let page: TopicPage;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeLive().install();
  token = null;
  watched = false;
  states.length = 0;
  client = new LiveClient({
    url: 'ws://clinic/api/live',
    connect: (url) => new WebSocket(url),
    token: async (refused) => (refused ? `${token} renewed` : token),
    isWatched: () => watched,
    changed: (live) => states.push(live),
    clock: () => {},
  });
});

afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
const watchTopic = () => client.watch(topic, (now) => (page = now));
const subscriptions = () => server.received.filter((frame) => frame.type === 'subscribe');

describe('a live page', () => {
  it('shows the snapshot and then every change', async () => {
    server.set(topic, {
      about: { zone: 'Europe/Berlin' },
      items: { a: { state: 'FREE' }, b: { state: 'FREE' } },
    });
    watchTopic();
    await settle();
    expect(page).toMatchObject({ about: { zone: 'Europe/Berlin' }, current: true });
    server.set(topic, { items: { a: { state: 'HELD' } } });
    expect([...page.items]).toEqual([['a', { state: 'HELD' }]]);
  });

  it('requests the missing changes after a gap in versions', async () => {
    server.set(topic, { items: { a: 1 } });
    watchTopic();
    await settle();
    server.tell({ type: 'delta', topic, from: 7, version: 8, data: { set: { a: 'wrong' } } });
    expect(page.items.get('a')).toBe(1);
    expect(subscriptions().at(-1)).toEqual({ type: 'subscribe', topic, since: 1 });
    server.tell({ type: 'delta', topic, from: 0, version: 1, data: { set: { a: 'old' } } });
    expect(page.items.get('a')).toBe(1);
  });

  it('keeps what it shows through an interruption, marked as not current, and resumes', async () => {
    server.set(topic, { items: { a: 1 } });
    watchTopic();
    await settle();
    server.cut();
    expect(page).toMatchObject({ current: false });
    expect(page.items.get('a')).toBe(1);
    server.set(topic, { items: { a: 2 } });
    await vi.advanceTimersByTimeAsync(500);
    expect(subscriptions().at(-1)).toEqual({ type: 'subscribe', topic, since: 1 });
    expect(page.items.get('a')).toBe(2);
    expect(states).toEqual([false, true, false, true]);
  });

  it('waits longer each time the connection is lost again', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const opened = vi.fn();
    client = new LiveClient({
      url: '',
      connect: () => {
        opened();
        const socket = new WebSocket('');
        queueMicrotask(() => socket.close());
        return socket;
      },
      token: async () => null,
      isWatched: () => false,
      changed: () => {},
      clock: () => {},
    });
    watchTopic();
    await vi.advanceTimersByTimeAsync(400);
    expect(opened).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(opened.mock.calls.length).toBeGreaterThan(3);
    expect(opened.mock.calls.length).toBeLessThan(8);
  });

  it('gives a connection up that no longer answers', async () => {
    watchTopic();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.received.at(-1)).toEqual({ type: 'ping' });
    await vi.advanceTimersByTimeAsync(8_000);
    expect(states.at(-1)).toBe(false);
    await vi.advanceTimersByTimeAsync(500);
    expect(states.at(-1)).toBe(true);
  });

  it('is not called live any more within five seconds after it went silent, where that matters', async () => {
    watched = true;
    watchTopic();
    await settle();
    for (let seconds = 0; seconds < 6; seconds += 2) {
      await vi.advanceTimersByTimeAsync(2_000);
      server.tell({ type: 'presence', topic, data: {} });
    }
    expect(states.at(-1)).toBe(true);
    expect(server.received.some(({ type }) => type === 'ping')).toBe(false);
    await vi.advanceTimersByTimeAsync(4_400);
    expect(server.received.at(-1)).toEqual({ type: 'ping', brief: true });
    expect(states.at(-1)).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(states.at(-1)).toBe(false);
    server.tell({ type: 'pong', versions: {} });
    expect(states.at(-1)).toBe(true);
  });

  it('compares the versions now and then also where it asks for signs of life', async () => {
    watched = true;
    watchTopic();
    await settle();
    for (let seconds = 0; seconds < 30; seconds += 2.5) {
      await vi.advanceTimersByTimeAsync(2_500);
      server.tell({ type: 'pong', versions: {} });
    }
    const pings = server.received.filter(({ type }) => type === 'ping');
    expect(pings.filter(({ brief }) => !brief)).toHaveLength(1);
    expect(pings.length).toBeGreaterThan(9);
  });

  it('finds out by the answer to a ping that it is behind', async () => {
    server.set(topic, { items: { a: 1 } });
    watchTopic();
    await settle();
    server.tell({ type: 'pong', versions: { [topic]: 1 } });
    expect(subscriptions()).toHaveLength(1);
    server.tell({ type: 'pong', versions: { [topic]: 5 } });
    expect(subscriptions().at(-1)).toEqual({ type: 'subscribe', topic, since: 1 });
  });

  it('signs in before it subscribes, and with a new token after the old was refused', async () => {
    token = 'good';
    watchTopic();
    client.keep('h1');
    await settle();
    await settle();
    expect(server.received.map((frame) => frame.type)).toEqual(['authenticate', 'keep', 'subscribe']);
    server.cut(4401);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.received.findLast((frame) => frame.type === 'authenticate')).toMatchObject({
      token: 'good renewed',
    });
  });

  it('drops all topics when another user signs in', async () => {
    server.set(topic, { items: { a: 1 } });
    watchTopic();
    await settle();
    client.restart();
    expect(page.items.size).toBe(0);
    await settle();
    expect(subscriptions().at(-1)).toEqual({ type: 'subscribe', topic });
  });

  it('shows why a topic is refused', async () => {
    watchTopic();
    await settle();
    const problem = { type: '/problems/forbidden', title: 'You may not do this', status: 403 };
    server.tell({ type: 'refused', topic, problem });
    expect(page.problem?.slug).toBe('forbidden');
  });

  it('is watched once however many show it, until the last has gone', async () => {
    const stop = watchTopic();
    const stopOther = client.watch(topic, () => {});
    await settle();
    expect(subscriptions()).toHaveLength(1);
    stop();
    expect(server.received.at(-1)?.type).toBe('subscribe');
    stopOther();
    expect(server.received.at(-1)).toEqual({ type: 'unsubscribe', topic });
  });
});
