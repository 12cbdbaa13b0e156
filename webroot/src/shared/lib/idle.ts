import { nextTask } from './nextTask';

const whenIdle: (work: () => void) => void =
  'requestIdleCallback' in globalThis
    ? (work) => requestIdleCallback(work, { timeout: 10_000 })
    : (work) => setTimeout(work, 3_000);

/**
 * Loads code that may be needed soon while nothing else is going on, unless the reader saves data: each file in a task of
 * its own. A failure is handled when it is needed.
 */
export function loadWhenIdle(loads: () => (() => Promise<unknown>)[]) {
  if (!navigator.connection?.saveData) {
    whenIdle(() => void loadInTurn(loads()));
  }
}

async function loadInTurn(loads: (() => Promise<unknown>)[]) {
  for (const load of loads) {
    load().catch(() => undefined);
    await nextTask();
  }
}

declare global {
  interface Navigator {
    /** Chromium only. */
    readonly connection?: { readonly saveData?: boolean };
  }
}
