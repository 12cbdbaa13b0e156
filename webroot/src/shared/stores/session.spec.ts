import { createPinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/shared/api/client';
import { keepActive } from '@dev/testing/activePinia';
import { waitFor } from '@dev/testing/waitFor';
import { useSession } from './session';

const user = {
  id: 'u',
  language: 'en',
  email: 'a@example.org',
  name: 'Anna',
  roles: ['PATIENT'],
  blocked: false,
  invited: false,
};

function json(status: number, content: unknown) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(content), { status, headers: { 'Content-Type': type } });
}

const problem = (status: number, slug: string) =>
  json(status, { type: `/problems/${slug}`, title: '', status });

/** A server with one valid token at a time. */
function serve({ expiresIn = 900, refresh = true } = {}) {
  let issued = 0;
  const calls = { refresh: 0, logout: 0, me: [] as (string | null)[] };
  const session = () => json(200, { accessToken: `token-${++issued}`, tokenType: 'Bearer', expiresIn, user });
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (path === '/api/auth/refresh') {
      calls.refresh++;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return refresh ? session() : problem(401, 'unauthenticated');
    }
    if (path === '/api/auth/login') {
      return session();
    }
    if (path === '/api/auth/logout') {
      calls.logout++;
      return new Response(null, { status: 204 });
    }
    const token = request.headers.get('Authorization');
    calls.me.push(token);
    return token === `Bearer token-${issued}` ? json(200, user) : problem(401, 'unauthenticated');
  });
  return {
    calls,
    /** Makes every token so far worthless, as when the account's sessions are revoked. */
    revoke: () => issued++,
  };
}

describe('the session', () => {
  beforeEach(() => {
    keepActive(createPinia());
    localStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function login() {
    const session = useSession();
    await session.login({ email: 'a@example.org', password: 'secret' });
    return session;
  }

  it('asks once for a new token however many requests were refused, and repeats them', async () => {
    const server = serve();
    await login();
    server.revoke();
    const answers = Promise.all([1, 2, 3, 4, 5].map(() => api.GET('/api/auth/me')));
    await vi.advanceTimersByTimeAsync(50);
    expect((await answers).map(({ data }) => data?.name)).toEqual(Array(5).fill('Anna'));
    expect(server.calls.refresh).toBe(1);
  });

  it('renews shortly before the token expires', async () => {
    const server = serve({ expiresIn: 900 });
    await login();
    await vi.advanceTimersByTimeAsync(869_000);
    expect(server.calls.refresh).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.calls.refresh).toBe(1);
  });

  it('renews before a request when the computer slept past the expiry', async () => {
    const server = serve({ expiresIn: 900 });
    await login();
    vi.setSystemTime(Date.now() + 3_600_000);
    const answer = api.GET('/api/auth/me');
    await vi.advanceTimersByTimeAsync(50);
    await answer;
    expect(server.calls.refresh).toBe(1);
    expect(server.calls.me).toEqual(['Bearer token-2']);
  });

  it('is over when the server refuses to renew it', async () => {
    const server = serve({ refresh: false });
    const session = await login();
    server.revoke();
    const refused = expect(api.GET('/api/auth/me')).rejects.toMatchObject({ slug: 'unauthenticated' });
    await vi.advanceTimersByTimeAsync(50);
    await refused;
    expect(session.signedIn).toBe(false);
  });

  it('survives that the server cannot be reached for a while', async () => {
    serve();
    const session = await login();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    await session.refresh();
    expect(session.signedIn).toBe(true);
  });

  it('does not try to renew because a password was wrong', async () => {
    const server = serve();
    await login();
    vi.stubGlobal('fetch', async () => problem(401, 'wrong-credentials'));
    const change = api.PUT('/api/auth/password', { body: { currentPassword: 'x', newPassword: 'y' } });
    await expect(change).rejects.toMatchObject({ slug: 'wrong-credentials' });
    expect(server.calls.refresh).toBe(0);
  });

  it('asks nothing at the start of a first visit, and restores an earlier one', async () => {
    const server = serve();
    await useSession().start();
    expect(server.calls.refresh).toBe(0);

    await login();
    keepActive(createPinia());
    const restored = useSession();
    const started = restored.start();
    await vi.advanceTimersByTimeAsync(50);
    await started;
    expect(restored.user?.name).toBe('Anna');
  });

  it('repeats a sign-out that did not reach the server, when the connection is back or at the next start', async () => {
    serve();
    const session = useSession();
    await session.login({ email: 'a', password: 'b' });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    await session.logout();
    expect(session.signedIn).toBe(false);

    const { calls } = serve();
    dispatchEvent(new Event('online'));
    await waitFor(() => expect(localStorage.length).toBe(0));
    expect(calls.logout).toBeGreaterThan(0);

    await session.login({ email: 'a', password: 'b' });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    await session.logout();
    const later = serve().calls;
    keepActive(createPinia());
    const next = useSession();
    await next.start();
    expect(later).toMatchObject({ logout: 1, refresh: 0 });
    expect(next.signedIn).toBe(false);
    expect(localStorage.length).toBe(0);
  });

  it('does not end a session that began after a sign-out', async () => {
    serve();
    const session = useSession();
    await session.login({ email: 'a', password: 'b' });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    await session.logout();
    const { calls } = serve();
    await session.login({ email: 'a', password: 'b' });
    dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);
    expect(calls.logout).toBe(0);
    expect(session.signedIn).toBe(true);
  });

  it('states at a renewal for how long nothing was done, also after a reload', async () => {
    serve();
    await login();
    vi.setSystemTime(Date.now() + 65_000);
    keepActive(createPinia());
    const asked: string[] = [];
    const send = globalThis.fetch as unknown as (request: Request) => Promise<Response>;
    vi.stubGlobal('fetch', (request: Request) => {
      asked.push(new URL(request.url).search);
      return send(request);
    });
    const started = useSession().start();
    await vi.advanceTimersByTimeAsync(50);
    await started;
    expect(asked).toEqual(['?idleSeconds=65']);
  });

  it('keeps no token in storage, and nothing after logging out', async () => {
    serve();
    const session = await login();
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('token-');
    await session.logout();
    expect(session.signedIn).toBe(false);
    expect(localStorage.length).toBe(0);
  });
});
