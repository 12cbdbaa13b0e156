import { computed, onScopeDispose, ref, shallowRef, watch, type WatchSource } from 'vue';

interface Page<T> {
  items: T[];
  next?: string;
}

/**
 * A paged list that grows by a page at a time and starts again whenever a source changes. With `keep`
 * the old entries stay until the new ones are there, as suits a search while typing.
 */
export function usePages<T>(
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  sources: WatchSource[],
  { keep = false } = {},
) {
  const items = shallowRef<T[]>([]);
  const next = ref<string>();
  const problem = shallowRef<unknown>(null);
  const loading = ref(true);
  const loaded = ref(false);
  let running: AbortController | null = null;

  async function fetchPage(cursor: string | undefined) {
    running?.abort();
    const mine = (running = new AbortController());
    loading.value = true;
    try {
      const page = await load(cursor, mine.signal);
      if (running === mine) {
        items.value = cursor ? [...items.value, ...page.items] : page.items;
        next.value = page.next;
        problem.value = null;
        loaded.value = true;
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

  function replace(changed: T, same: (item: T) => boolean) {
    items.value = items.value.map((item) => (same(item) ? changed : item));
  }

  function restart() {
    loaded.value &&= keep;
    void fetchPage(undefined);
  }

  watch(sources, restart, { immediate: true });
  onScopeDispose(() => {
    running?.abort();
    running = null;
  });

  return {
    items,
    problem,
    loading,
    loaded,
    hasMore: computed(() => next.value !== undefined && next.value !== null),
    more: () => fetchPage(next.value),
    reload: () => fetchPage(undefined),
    replace,
  };
}

export type Pages<T> = ReturnType<typeof usePages<T>>;
