import type { RouteLocationNormalized, Router } from 'vue-router';

const key = 'clinibus.reloaded';

/** What the failure handling needs of its surroundings. */
export interface Loading {
  /** Whether the server can be reached. */
  isReachable: () => Promise<boolean>;
  /** Loads an address in full. */
  load: (path: string) => void;
  offline: () => void;
  failed: () => void;
}

/**
 * Handles pages whose code cannot be loaded. After a release the files of the former one are gone: the
 * target is loaded in full, once. Without a connection the reader stays on the page, and a message says so.
 */
export function handleLoadFailures(router: Router, { isReachable, load, offline, failed }: Loading) {
  const failures = new WeakSet<object>();
  addEventListener('vite:preloadError', (event) => failures.add(event.payload));

  async function recover(to: RouteLocationNormalized) {
    if (!(await isReachable())) {
      offline();
    } else if (sessionStorage.getItem(key) === to.fullPath) {
      failed();
    } else {
      sessionStorage.setItem(key, to.fullPath);
      load(to.fullPath);
    }
  }

  router.onError((error, to) => {
    if (failures.has(error) || isLoadFailure(error)) {
      void recover(to);
    }
  });
  router.afterEach((_to, _from, failure) => {
    if (!failure) {
      sessionStorage.removeItem(key);
    }
  });
}

/** The messages of Chromium, Firefox and Safari. */
function isLoadFailure(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|Importing a module script failed|Unable to preload/i.test(error.message)
  );
}

/** Whether the server answers at all. */
export async function isServerReachable(): Promise<boolean> {
  if (!navigator.onLine) {
    return false;
  }
  try {
    await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}
