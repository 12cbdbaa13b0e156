import { skipToken, useQuery, type QueryKey } from '@tanstack/vue-query';
import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { emptyPage, type TopicPage } from '@/shared/api/live';
import { queryClient } from '@/shared/query/client';
import { useLive } from '@/shared/stores/live';

/** How what a topic shows relates to what the server has. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'refused';

const liveKey = (topic: string | null) => ['live', topic] as const;

// The connection knows what a topic shows; the cache has it as long as somebody looks, and never asks for it.
queryClient.setQueryDefaults(['live'], { gcTime: 0, staleTime: Infinity, structuralSharing: false });

/**
 * What a topic shows, in the query cache and as it changes; nothing while there is no topic. Watched as long as
 * the component lives.
 *
 * @param queryKey a query of what the topic shows too: it takes what the reducer makes of the topic while that
 *   is current, and no older answer that was still under way
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
        onCleanup(live.watch(watched, (page) => take(watched, page as Page)));
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
  /** Never that of the topic before. */
  const page = computed<Page>(() =>
    data.value?.shown === name.value ? data.value.page : (emptyPage as Page),
  );
  const state = computed<LiveState>(() => {
    const { problem, current, about } = page.value;
    return problem ? 'refused' : current ? 'live' : about === null ? 'connecting' : 'reconnecting';
  });

  return { page, state };
}
