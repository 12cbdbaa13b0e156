import { notifyManager, QueryClient } from '@tanstack/vue-query';
import { nextTick } from 'vue';
import { ApiProblem } from '@/shared/api/problem';

const mostRetries = 2;
const firstRetryMs = 500;

/** Whether the same read may succeed a moment later: the server was down or could not be reached. */
function isTransient(problem: unknown): boolean {
  return problem instanceof ApiProblem && (problem.slug === 'offline' || problem.status >= 500);
}

/**
 * The cache of server state for all pages. Queries are idempotent reads and are retried after transient
 * failures; mutations never are. Focus does not refetch: changes are pushed, or the query has an interval.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A page shows the cached state at once and refetches it: it may be stale.
      staleTime: 0,
      retry: (failures, problem) => failures < mostRetries && isTransient(problem),
      retryDelay: (failures) => firstRetryMs * 2 ** failures,
      refetchOnWindowFocus: false,
      // Without a network a read fails and the page shows it, instead of pausing.
      networkMode: 'always',
      shallow: true,
    },
    // Variables of mutations, which may contain a password, are not kept.
    mutations: { retry: false, networkMode: 'always', gcTime: 0 },
  },
});

/** For a form: it starts from the stored state, so that a cached one is not enough. */
export const alwaysRefetch = { refetchOnMount: 'always', staleTime: 0 } as const;

// Frames are rendered in the next microtask: timers are throttled in hidden tabs.
notifyManager.setScheduler(queueMicrotask);

/** Clears the cache when the signed-in user changes, and refetches what is still on screen. */
export async function clearServerState() {
  const queries = queryClient.getQueryCache();
  queries.getAll().forEach((query) => query.reset());
  queryClient.removeQueries({ type: 'inactive' });
  queryClient.getMutationCache().clear();
  // By then what needs a session is disabled.
  await nextTick();
  await queryClient.refetchQueries({
    type: 'active',
    predicate: ({ state }) => state.data === undefined && state.fetchStatus === 'idle',
  });
}
