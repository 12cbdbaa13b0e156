const whenIdle: (work: () => void) => void =
  'requestIdleCallback' in globalThis
    ? (work) => requestIdleCallback(work, { timeout: 10_000 })
    : (work) => setTimeout(work, 3_000);

/**
 * Loads code that may be needed soon while nothing else is going on, unless the reader saves data. A failure is handled
 * when it is needed.
 */
export function loadWhenIdle(loads: () => (() => Promise<unknown>)[]) {
  if (!navigator.connection?.saveData) {
    whenIdle(() => loads().forEach((load) => void load().catch(() => undefined)));
  }
}

declare global {
  interface Navigator {
    /** Chromium only. */
    readonly connection?: { readonly saveData?: boolean };
  }
}
