/**
 * Runs in the page before anything else: layout shift, long tasks, and when something is first shown.
 *
 * @param selector of what is awaited
 */
export function observe(selector) {
  const found = { shift: 0, tasks: [], shownAt: null };
  window.found = found;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) {
      found.shift += hadRecentInput ? 0 : value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) =>
    found.tasks.push(...list.getEntries().map((entry) => entry.toJSON())),
  ).observe({
    type: 'longtask',
    buffered: true,
  });
  const look = () => {
    if (document.querySelector(selector)?.textContent) {
      // What is there now is on the screen with the next frame.
      requestAnimationFrame(() => (found.shownAt = performance.now()));
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

/** Waits until a page has neither loaded anything nor been busy for a second. */
export async function rest(page) {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const done = () => {
          observer.disconnect();
          resolve();
        };
        let timer = setTimeout(done, 1_000);
        const observer = new PerformanceObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(done, 1_000);
        });
        observer.observe({ entryTypes: ['longtask', 'resource'] });
      }),
  );
}
