import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import type { PagesQuery } from '@/shared/query/pages';

interface Options {
  /** The old entries stay until those of another query are there, as suits a search while typing. */
  keep?: boolean;
  /** Whether the query is about to change, as while somebody types. */
  changing?: () => boolean;
}

/** A paged list that grows by a page at a time, as `PagedList` shows it. */
export function usePages<T>(query: () => PagesQuery<T>, { keep = false, changing }: Options = {}) {
  const { data, error, isFetching, isPlaceholderData, hasNextPage, fetchNextPage, refetch } =
    useInfiniteQuery(() => ({
      ...query(),
      placeholderData: keep ? keepPreviousData : undefined,
    }));
  return {
    items: computed(() => data.value?.pages.flatMap((page) => page.items) ?? []),
    count: computed(() => data.value?.pages.at(-1)?.count),
    problem: error,
    loading: isFetching,
    loaded: computed(() => data.value !== undefined),
    /** Whether the entries are still those of another query. */
    outdated: computed(() => isPlaceholderData.value || Boolean(changing?.())),
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
  outdated?: Readonly<Ref<boolean>>;
  more: () => unknown;
  reload: () => unknown;
}
