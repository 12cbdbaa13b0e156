import type { InfiniteData } from '@tanstack/vue-query';
import { queryClient } from './client';

/** A page of a list by keyset: where it goes on is the cursor of the next request. */
export interface Page<T> {
  items: T[];
  next?: string | null;
  /** How many there are on all pages, where the list states it. */
  count?: number;
}

/** The query of a list that is read page by page. */
export function pagesOf<T>(
  queryKey: readonly unknown[],
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
) {
  return {
    queryKey,
    queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
      load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<T>) => page.next ?? undefined,
  };
}

export type PagesQuery<T> = ReturnType<typeof pagesOf<T>>;

/** Puts an item that has changed in the place of its older self, in every list below the key. */
export function replaceInPages<T extends { id: string }>(queryKey: readonly unknown[], changed: T) {
  queryClient.setQueriesData<InfiniteData<Page<T>>>(
    { queryKey },
    (lists) =>
      lists && {
        ...lists,
        pages: lists.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (item.id === changed.id ? changed : item)),
        })),
      },
  );
}
