import { skipToken, useQuery, type QueryKey } from '@tanstack/vue-query';
import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { emptyPage, type TopicPage } from '@/shared/api/live';
import { nextTask } from '@/shared/lib/nextTask';
import { queryClient } from '@/shared/query/client';
import { useLive } from '@/shared/stores/live';

/** The state of a subscription. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'refused';

const liveKey = (topic: string | null) => ['live', topic] as const;

// The live client owns the state of a topic; the cache holds it while it is observed and never fetches it.
queryClient.setQueryDefaults(['live'], { gcTime: 0, staleTime: Infinity, structuralSharing: false });

/**
 * Subscribes to a live topic for the lifetime of the component and keeps its state in the query cache. Frames that come in
 * a burst are drawn once.
 *
 * @param queryKey a query that the topic updates by the reducer while it is current; its requests in flight are
 *   cancelled, as their answers may be older
 */
export function useLiveQuery<About, Item, Data = unknown>(
  topic: MaybeRefOrGetter<string | null | undefined>,
  queryKey?: MaybeRefOrGetter<QueryKey>,
  reducer?: (page: TopicPage<About, Item>, before: Data | undefined) => Data | undefined,
) {
  type Page = TopicPage<About, Item>;
  const live = useLive();
  const name = computed(() => toValue(topic) ?? null);

  function take(watched: string, page: Page) {
    queryClient.setQueryData<Page>(liveKey(watched), page);
    const key = toValue(queryKey);
    if (key && reducer && page.current) {
      void queryClient.cancelQueries({ queryKey: key, exact: true });
      queryClient.setQueryData<Data>(key, (before) => reducer(page, before));
    }
  }

  watch(
    name,
    (watched, _, onCleanup) => {
      if (watched) {
        const frames = latestOf<Page>((page) => take(watched, page));
        onCleanup(frames.end);
        onCleanup(live.watch(watched, (page) => frames.add(page as Page)));
      }
    },
    { immediate: true },
  );

  const { data } = useQuery(() => {
    const shown = name.value;
    return {
      queryKey: liveKey(shown),
      queryFn: skipToken,
      select: (page: Page) => ({ shown, page }),
    };
  });
  /** Empty until the present topic has a state. */
  const page = computed<Page>(() =>
    data.value?.shown === name.value ? data.value.page : (emptyPage as Page),
  );
  const state = computed<LiveState>(() => {
    const { problem, current, about } = page.value;
    return problem ? 'refused' : current ? 'live' : about === null ? 'connecting' : 'reconnecting';
  });

  return { page, state };
}

/**
 * Takes the first page at once, and of those that come later the last one in a task: the others are in it. One that is not
 * current does not take the place of one that is.
 */
function latestOf<Page extends { current: boolean }>(take: (page: Page) => void) {
  let first = true;
  let ended = false;
  let waiting: Page | null = null;

  async function takeWaiting() {
    await nextTask();
    const page = waiting!;
    waiting = null;
    if (!ended) {
      take(page);
    }
  }

  function add(page: Page) {
    if (first) {
      first = false;
      take(page);
      return;
    }
    const before = waiting;
    waiting = page;
    if (!before) {
      void takeWaiting();
    } else if (before.current && !page.current) {
      take(before);
    }
  }

  return { add, end: () => (ended = true) };
}
