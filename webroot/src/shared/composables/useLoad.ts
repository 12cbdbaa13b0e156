import { onScopeDispose, ref, shallowRef, watch, type WatchSource } from 'vue';

/**
 * Loads what a page shows, again whenever a source changes. An answer that arrives after a newer
 * question was asked is dropped. While reloading, what was there stays.
 */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, ...sources: WatchSource[]) {
  const data = shallowRef<T | null>(null);
  const problem = shallowRef<unknown>(null);
  const loading = ref(true);
  let running: AbortController | null = null;

  async function reload() {
    running?.abort();
    const mine = (running = new AbortController());
    loading.value = true;
    try {
      const loaded = await load(mine.signal);
      if (running === mine) {
        data.value = loaded;
        problem.value = null;
      }
    } catch (thrown) {
      if (running === mine) {
        problem.value = thrown;
      }
    } finally {
      if (running === mine) {
        loading.value = false;
      }
    }
  }

  /** Reloads without a sign of it; when that fails, all stays as it is and the failure is thrown. */
  async function refresh() {
    if (loading.value) {
      return;
    }
    const before = running;
    const loaded = await load(before?.signal ?? new AbortController().signal);
    if (running === before) {
      data.value = loaded;
      problem.value = null;
    }
  }

  watch(sources, reload, { immediate: true });
  onScopeDispose(() => {
    running?.abort();
    running = null;
  });

  return { data, problem, loading, reload, refresh };
}
