import { observe, rest } from './observer.mjs';

const timesSlower = 4;
/** A frame that takes longer is seen. */
const slowFrameMs = 50;
/** Shorter tasks are not reported by the browser, in milliseconds. */
const shortest = 50;
const pixelsPerSecond = 2_000;

/** The longest task of a piece of work, in milliseconds. */
async function longestTask(page, work) {
  await rest(page);
  await page.evaluate(() => window.found.tasks.splice(0));
  await work();
  await rest(page);
  return page.evaluate(
    (least) => Math.max(least, ...window.found.tasks.map(({ duration }) => duration)),
    shortest,
  );
}

/**
 * The longest tasks of opening a list, scrolling through it and searching in it, on a processor that is four times slower.
 *
 * @param first the page it begins on
 * @param then the list's address within the app; without it, the list is the first page, loaded once more
 */
export function longestTasks(browser, person, screen, { first, then, ready, search }) {
  return browser.visit(person, screen, async (page) => {
    await page.evaluateOnNewDocument(observe, 'main, p');
    await page.goto(first);
    await page.waitForFunction(() => window.found.shownAt);
    await rest(page);
    await page.emulateCPUThrottling(timesSlower);
    const open = await longestTask(page, async () => {
      await (then ? follow(page, then) : page.reload());
      await ready(page);
    });
    const scroll = await longestTask(page, () => scrollThrough(page, 'html', 'down'));
    const typed = search && (await longestTask(page, () => page.type(search, 'an', { delay: 100 })));
    return { open, scroll, search: typed };
  });
}

/** Goes to another address as the browser's own buttons do, without loading the app again. */
function follow(page, address) {
  return page.evaluate((to) => {
    const state = { ...history.state, position: history.state.position + 1 };
    history.pushState(state, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state }));
  }, address);
}

/** Scrolls from one end to the other as a wheel does. */
async function scrollThrough(page, selector, direction) {
  const { x, y, across, down } = await page.$eval(selector, (element) => {
    const root = element === document.documentElement;
    const { left, top } = root ? { left: 0, top: 0 } : element.getBoundingClientRect();
    return {
      x: left + element.clientWidth / 2,
      y: top + element.clientHeight / 2,
      across: element.scrollWidth - element.clientWidth,
      down: element.scrollHeight - element.clientHeight,
    };
  });
  const session = await page.createCDPSession();
  await session.send('Input.synthesizeScrollGesture', {
    x,
    y,
    ...(direction === 'down' ? { yDistance: -down } : { xDistance: -across }),
    speed: pixelsPerSecond,
    gestureSourceType: 'mouse',
  });
  await session.detach();
}

/**
 * Scrolls through a page: the time between frames that 95 % of them keep, in milliseconds, how many take longer than
 * 50 ms, and the longest task, in milliseconds.
 *
 * @param selector of what scrolls
 * @param slower whether on a processor that is four times slower
 */
export function scrolling(browser, person, screen, { url, ready, selector, across, slower }) {
  return browser.visit(person, screen, async (page) => {
    await page.evaluateOnNewDocument(observe, 'main, p');
    await page.goto(url);
    await ready(page);
    await rest(page);
    await page.emulateCPUThrottling(slower ? timesSlower : 1);
    let frames = {};
    const task = await longestTask(page, async () => {
      await page.evaluate(countFrames);
      await scrollThrough(page, selector, across ? 'across' : 'down');
      frames = await page.evaluate((least) => window.countedFrames(least), slowFrameMs);
    });
    return { ...frames, task };
  });
}

/** Runs in the page. */
function countFrames() {
  const intervals = [];
  let before = performance.now();
  const next = (now) => {
    intervals.push(now - before);
    before = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  window.countedFrames = (least) => ({
    frame: intervals.sort((one, other) => one - other)[Math.floor(intervals.length * 0.95)],
    slow: intervals.filter((interval) => interval > least).length,
  });
}
