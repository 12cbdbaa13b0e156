import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import type { PagesQuery } from '@/shared/query/pages';

/**
 * A paged list that grows by a page at a time, as `PagedList` shows it. With `keep` the old entries stay until
 * those of another query are there, as suits a search while typing.
 */
export function usePages<T>(query: () => PagesQuery<T>, { keep = false } = {}) {
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(() => ({
    ...query(),
    placeholderData: keep ? keepPreviousData : undefined,
  }));
  return {
    items: computed(() => data.value?.pages.flatMap((page) => page.items) ?? []),
    count: computed(() => data.value?.pages.at(-1)?.count),
    problem: error,
    loading: isFetching,
    loaded: computed(() => data.value !== undefined),
    hasMore: hasNextPage,
    more: () => fetchNextPage(),
    reload: () => refetch(),
    /** Reads again and throws if that fails. */
    refresh: () => refetch({ throwOnError: true }),
  };
}

export type Pages<T> = ReturnType<typeof usePages<T>>;

/** What a list shows of them; the entries may be made of those that were read. */
export interface ShownPages<T> extends Pick<Pages<unknown>, 'problem' | 'loading' | 'loaded' | 'hasMore'> {
  items: Readonly<Ref<T[]>>;
  more: () => unknown;
  reload: () => unknown;
}
