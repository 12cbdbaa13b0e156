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
 * What the server said, by query key, for all pages. Queries are idempotent reads and are retried while that
 * can help; mutations never are. Nothing is read again only because a window got the focus: what others change
 * is live, or its query says how often it is read.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A page that opens shows what is known at once and reads it again: others may have changed it.
      staleTime: 0,
      retry: (failures, problem) => failures < mostRetries && isTransient(problem),
      retryDelay: (failures) => firstRetryMs * 2 ** failures,
      refetchOnWindowFocus: false,
      // Without a network a read fails and the page says so; it does not wait in silence.
      networkMode: 'always',
      shallow: true,
    },
    // What was sent, a password among it, is not kept once it was answered.
    mutations: { retry: false, networkMode: 'always', gcTime: 0 },
  },
});

/** For a form: it begins with what is stored, so that this is read whatever is known of it. */
export const readAnew = { refetchOnMount: 'always' } as const;

// A live frame is shown with the next tick, not after a timer, which a hidden tab delays.
notifyManager.setScheduler(queueMicrotask);

/** Another person, or nobody: nothing of the one before may stay. What is still on screen is read anew. */
export async function forgetEverything() {
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
