import type { RouteLocationRaw, Router } from 'vue-router';

const whenIdle: (work: () => void) => void =
  'requestIdleCallback' in globalThis
    ? (work) => requestIdleCallback(work, { timeout: 10_000 })
    : (work) => setTimeout(work, 3_000);

/** Loads the code of pages while nothing else is going on, unless the reader saves data. */
export function prefetch(router: Router, pages: RouteLocationRaw[]) {
  if (navigator.connection?.saveData) {
    return;
  }
  whenIdle(() => {
    for (const page of pages) {
      for (const { components } of router.resolve(page).matched) {
        const component = components?.default;
        if (typeof component === 'function') {
          // A failure is handled when the page is opened.
          void (component as () => Promise<unknown>)().catch(() => undefined);
        }
      }
    }
  });
}

declare global {
  interface Navigator {
    /** Chromium only. */
    readonly connection?: { readonly saveData?: boolean };
  }
}
