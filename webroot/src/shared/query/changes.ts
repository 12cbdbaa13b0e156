import type { QueryKey } from '@tanstack/vue-query';
import { queryClient } from './client';

/** What states how often the record had changed when it was read: an answer, or the pages of a list. */
interface Counted {
  changes?: number;
  pages?: readonly Counted[];
}

const isReadAt = (changes: number, read: Counted | undefined): boolean =>
  read?.pages ? read.pages.every((page) => isReadAt(changes, page)) : read?.changes === changes;

/**
 * What was read when the record had changed another number of times is read again. What is being read is awaited: it
 * may be as new.
 *
 * @param latest how often the record has changed, as far as is known when the answers have come
 */
export async function rereadChanged(queryKey: QueryKey, changes: number, latest: () => number | undefined) {
  await queryClient.refetchQueries(
    { queryKey, predicate: ({ state }) => state.fetchStatus === 'fetching' },
    { cancelRefetch: false },
  );
  if (latest() === changes) {
    await queryClient.invalidateQueries({
      queryKey,
      predicate: ({ state }) => !isReadAt(changes, state.data as Counted | undefined),
    });
  }
}
