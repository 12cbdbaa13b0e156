import lighthouse from 'lighthouse';
import { observe, rest } from './observer.mjs';

/** The next free times, asked for once the page can be used; its cards can be chosen before. */
const later = '/api/appointments/first-free';
const slowLine = {
  offline: false,
  latency: 300,
  downloadThroughput: 700_000 / 8,
  uploadThroughput: 700_000 / 8,
};
/** What begins so soon after something is shown still belongs to it, in milliseconds. */
const soon = 500;

/**
 * Lighthouse's score of a page on its usual phone (150 ms, 1.6 Mbit/s and a processor four times slower, simulated), when
 * its largest part is shown, in seconds, and how long it does not answer, in milliseconds.
 */
export async function lighthouseScore(browser, url) {
  const { lhr } = await lighthouse(url, {
    port: browser.port,
    logLevel: 'error',
    onlyCategories: ['performance'],
  });
  if (lhr.runtimeError) {
    throw new Error(`${url}: ${lhr.runtimeError.message}`);
  }
  const value = (audit) => lhr.audits[audit].numericValue;
  return {
    score: Math.round(lhr.categories.performance.score * 100),
    largest: value('largest-contentful-paint') / 1000,
    blocked: value('total-blocking-time'),
  };
}

/** What a page costs with nothing cached: requests, kilobytes of script as transferred, layout shift. */
export function firstView(browser, person, screen, url, ready) {
  return browser.visit(person, screen, async (page) => {
    await page.evaluateOnNewDocument(observe, 'main, p');
    // Nothing is loaded for pages that may follow where data are to be saved.
    await page.evaluateOnNewDocument(() =>
      Object.defineProperty(Navigator.prototype, 'connection', {
        value: { saveData: true },
      }),
    );
    const loaded = await responses(page);
    await page.goto(url);
    await ready(page);
    await rest(page);
    const all = [...loaded.values()];
    const bytes = all.filter(({ type }) => type === 'Script').reduce((sum, one) => sum + one.bytes, 0);
    return {
      requests: all.filter(({ url: of }) => !of.includes(later)).length,
      later: all.filter(({ url: of }) => of.includes(later)).length,
      script: bytes / 1000,
      shift: await page.evaluate(() => window.found.shift),
    };
  });
}

async function responses(page) {
  const loaded = new Map();
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.responseReceived', ({ requestId, type, response }) =>
    loaded.set(requestId, { type, url: response.url, bytes: 0 }),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (loaded.has(requestId)) {
      loaded.get(requestId).bytes = encodedDataLength;
    }
  });
  return loaded;
}

/** Seconds until the first text and until the heading, over a line of 300 ms and 700 kbit/s. */
export function firstText(browser, screen, url, heading) {
  return browser.visit(null, screen, async (page) => {
    await page.evaluateOnNewDocument(observe, heading);
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', slowLine);
    await page.goto(url);
    await page.waitForFunction(
      () => window.found.shownAt && performance.getEntriesByName('first-contentful-paint').length > 0,
      { timeout: 60_000 },
    );
    return page.evaluate(() => ({
      text: performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000,
      heading: window.found.shownAt / 1000,
    }));
  });
}

/** Seconds until a board shows its cells and has nothing left to do: with nothing cached, then with the app's files. */
export function boardReady(browser, person, screen, url, cells) {
  return browser.visit(person, screen, async (page) => {
    await page.evaluateOnNewDocument(observe, cells);
    const open = async () => {
      await page.goto(url);
      await page.waitForFunction(() => window.found.shownAt, {
        timeout: 60_000,
      });
      await rest(page);
      return page.evaluate((margin) => {
        const { shownAt, tasks } = window.found;
        const end = tasks.reduce(
          (last, { startTime, duration }) =>
            startTime < last + margin ? Math.max(last, startTime + duration) : last,
          shownAt,
        );
        return end / 1000;
      }, soon);
    };
    return { cold: await open(), warm: await open() };
  });
}
