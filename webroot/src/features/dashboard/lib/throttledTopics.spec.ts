import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ThrottledTopics } from './throttledTopics';

let open: Set<string>;
let frames: number[];
let most: number;
let topics: ThrottledTopics;

const named = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

beforeEach(() => {
  vi.useFakeTimers();
  open = new Set();
  frames = [];
  most = 0;
  topics = new ThrottledTopics(
    (topic) => {
      open.add(topic);
      most = Math.max(most, open.size);
      frames.push(Date.now());
      return () => {
        open.delete(topic);
        frames.push(Date.now());
      };
    },
    () => {},
  );
});

afterEach(() => vi.useRealTimers());

describe('topics that are watched in turn', () => {
  it('are there at once as long as they are few', async () => {
    topics.want(named('a', 40));
    await vi.advanceTimersByTimeAsync(1);
    expect(open.size).toBe(40);
  });

  it('are never more than a connection may have, the most important first', async () => {
    topics.want(named('a', 60));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([...open]).toEqual(named('a', 46));
    topics.want(['a59', ...named('a', 45)]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(open).toContain('a59');
    expect(most).toBe(46);
  });

  it('follow quick changes of the day within the rate limit of the server', async () => {
    for (let day = 0; day < 12; day++) {
      topics.want(named(`day${day}-`, 40));
      await vi.advanceTimersByTimeAsync(400);
    }
    await vi.advanceTimersByTimeAsync(20_000);
    expect([...open].sort()).toEqual(named('day11-', 40).sort());
    expect(most).toBeLessThanOrEqual(46);
    for (const from of frames) {
      for (const seconds of [1, 5, 10]) {
        const sent = frames.filter((at) => at >= from && at < from + seconds * 1000).length;
        expect(sent).toBeLessThanOrEqual(100 + 18 * seconds);
      }
    }
  });

  it('do not even begin with a day that is passed over', async () => {
    topics.want(['a']);
    await vi.advanceTimersByTimeAsync(1);
    topics.want(['b']);
    await vi.advanceTimersByTimeAsync(100);
    topics.want(['c']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([...open]).toEqual(['c']);
    expect(frames).toHaveLength(3);
  });

  it('all end with the page', async () => {
    topics.want(named('a', 3));
    await vi.advanceTimersByTimeAsync(1);
    topics.stop();
    expect(open.size).toBe(0);
  });
});
