import { inject, onScopeDispose } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import { dialogGuards } from '@/shared/lib/dialogGuards';
import { useLeaving } from '@/shared/stores/leaving';
import { useSession } from '@/shared/stores/session';

/**
 * Asks before a page is left, or a dialog closed, with unsaved changes; not after the session has ended, as nothing
 * can be saved then.
 */
export function useUnsavedGuard(unsaved: () => boolean) {
  const session = useSession();
  const leaving = useLeaving();
  const mayLeave = async () => !unsaved() || !session.signedIn || leaving.ask();
  onBeforeRouteLeave(mayLeave);
  const ofDialog = inject(dialogGuards, null);
  ofDialog?.add(mayLeave);
  onScopeDispose(() => ofDialog?.delete(mayLeave));
}
