import puppeteer from 'puppeteer-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const sessions = '/api/auth';
const refreshCookie = 'clinibus_refresh=';
/** By which the app knows that somebody has signed in before. */
const signedIn = ['clinibus.signed-in', '1'];

/** The browser of the tests, driven through its DevTools protocol. */
export class Browser {
  #chromium;

  constructor(chromium) {
    this.#chromium = chromium;
  }

  static async launch({ executable, environment }) {
    const chromium = await puppeteer.launch({
      executablePath: executable,
      env: { ...process.env, ...environment },
      args: flags,
      headless: 'shell',
      protocolTimeout: 300_000,
    });
    return new Browser(chromium);
  }

  /** Where Lighthouse finds it. */
  get port() {
    return Number(new URL(this.#chromium.wsEndpoint()).port);
  }

  /** Somebody who has signed in, and what a browser keeps of it. */
  async signIn(origin, email, password) {
    const response = await fetch(origin + sessions + '/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!response.ok) {
      throw new Error(`signing in answered ${response.status}`);
    }
    const kept = response.headers.getSetCookie().find((cookie) => cookie.startsWith(refreshCookie));
    const [name, value] = kept.split(';')[0].split('=');
    const { user } = await response.json();
    return {
      user,
      storage: [],
      cookies: [{ name, value, url: origin + sessions, path: sessions }],
    };
  }

  /**
   * Runs something in a context of its own, which knows nothing of others and has nothing cached.
   *
   * @param person who has signed in, or null for a visitor
   */
  async visit(person, screen, work) {
    const context = await this.#chromium.createBrowserContext();
    try {
      const page = await context.newPage();
      await page.setViewport(screen);
      return await (person ? asPerson(page, person, work) : work(page));
    } finally {
      await context.close();
    }
  }

  close() {
    return this.#chromium.close();
  }
}

/** The cookie of a session is good for one page: the next visit goes on with the one that this page was given. */
async function asPerson(page, person, work) {
  const protocol = await page.createCDPSession();
  await protocol.send('Network.setCookies', { cookies: person.cookies });
  await page.evaluateOnNewDocument(
    (items) => items.forEach(([key, value]) => localStorage.setItem(key, value)),
    [signedIn, ...person.storage],
  );
  try {
    return await work(page);
  } finally {
    const { cookies } = await protocol.send('Network.getAllCookies');
    person.cookies = cookies.map(({ name, value, domain, path }) => ({
      name,
      value,
      domain,
      path,
    }));
  }
}
