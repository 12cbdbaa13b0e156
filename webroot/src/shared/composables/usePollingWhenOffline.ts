import { onScopeDispose } from 'vue';
import { useLive } from '@/shared/stores/live';

/** Reads over REST what is shown live, now and then while the connection is lost, as long as the component lives. */
export function usePollingWhenOffline(reload: () => Promise<unknown>) {
  onScopeDispose(useLive().whileLost(reload));
}
