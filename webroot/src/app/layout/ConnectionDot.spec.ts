import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { i18n } from '@/shared/locales';
import { useLive } from '@/shared/stores/live';
import { openClinic, settle } from '@dev/testing/mount';
import type { FakeLive } from '@dev/testing/fakeLive';
import ConnectionDot from './ConnectionDot.vue';

let server: FakeLive;
let dot: VueWrapper;

beforeEach(async () => {
  server = (await openClinic({ waits: true })).live;
  useLive().watch('me', () => {});
  dot = mount(ConnectionDot, { global: { plugins: [i18n] } });
  await pass(0);
});
afterEach(() => {
  dot.unmount();
  vi.useRealTimers();
});

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}
const word = () => dot.find('.word').text();
const announced = () => dot.find('[role=status]').text();

describe('the connection dot', () => {
  it('shows live, then reconnecting, then the time of the data; only a lasting loss is announced', async () => {
    expect(word()).toBe('Live');
    vi.stubGlobal(
      'WebSocket',
      class {
        close() {}
      },
    );
    server.cut();
    await pass(500);
    expect(word()).toBe('Live');
    await pass(1_500);
    expect(word()).toBe('Reconnecting…');
    expect(announced()).toBe('');
    await pass(8_000);
    expect(word()).toMatch(/^As of 7:00\sAM$/);
    expect(announced()).toContain('The connection is lost');
    server.install();
    await pass(40_000);
    expect(word()).toBe('Live');
    expect(announced()).toContain('The connection is back');
  });

  it('accounts for data refetched meanwhile', async () => {
    const reload = vi.fn(() => Promise.resolve());
    useLive().whileLost(reload);
    vi.stubGlobal(
      'WebSocket',
      class {
        close() {}
      },
    );
    server.cut();
    await pass(125_000);
    expect(reload.mock.calls.length).toBeGreaterThan(2);
    expect(word()).toMatch(/^As of 7:0[12]\sAM$/);
    reload.mockRejectedValue(new Error());
    const before = word();
    await pass(185_000);
    expect(word()).toBe(before);
  });
});
