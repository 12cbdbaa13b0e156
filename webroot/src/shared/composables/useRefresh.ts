import { onScopeDispose } from 'vue';

const everyMs = 30_000;

/**
 * Reads again, without a word, what is shown from a moment ago: when the page is looked at again and every
 * half minute while it is, never more often. For what is not worth a live topic.
 */
export function useRefresh(reload: () => Promise<unknown>) {
  let last = Date.now();

  function refresh() {
    if (!document.hidden && Date.now() - last >= everyMs) {
      last = Date.now();
      // What is shown stays when it cannot be read again.
      reload().catch(() => undefined);
    }
  }

  const timer = setInterval(refresh, everyMs / 6);
  document.addEventListener('visibilitychange', refresh);
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', refresh);
  });
}
