import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { waitFor } from '@dev/testing/waitFor';
import { handleLoadFailures } from './loading';

const gone = new TypeError('Failed to fetch dynamically imported module: /assets/Patients-old.js');

function open(error: Error, reachable = true) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: {} },
      { path: '/patients', component: () => Promise.reject(error) },
    ],
  });
  const seen = {
    isReachable: vi.fn(async () => reachable),
    load: vi.fn(),
    offline: vi.fn(),
    failed: vi.fn(),
  };
  handleLoadFailures(router, seen);
  return { seen, go: () => router.push('/patients?q=a').catch(() => undefined) };
}

describe('a page whose code cannot be loaded', () => {
  beforeEach(() => sessionStorage.clear());

  it('is loaded in full, once', async () => {
    const { seen, go } = open(gone);
    await go();
    await waitFor(() => expect(seen.load).toHaveBeenCalledExactlyOnceWith('/patients?q=a'));
    await go();
    await waitFor(() => expect(seen.failed).toHaveBeenCalledOnce());
    expect(seen.load).toHaveBeenCalledOnce();
  });

  it('is recognised by the event of the bundler, whatever the message says', async () => {
    const failure = new Error('nothing to recognise');
    const { seen, go } = open(failure);
    dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload: failure }));
    await go();
    await waitFor(() => expect(seen.load).toHaveBeenCalledOnce());
  });

  it('is not left silently without a connection', async () => {
    const { seen, go } = open(gone, false);
    await go();
    await waitFor(() => expect(seen.offline).toHaveBeenCalledOnce());
    expect(seen.load).not.toHaveBeenCalled();
  });

  it('is not confused with an error of the page', async () => {
    const { seen, go } = open(new Error('broken'));
    await go();
    expect(seen.isReachable).not.toHaveBeenCalled();
  });
});
