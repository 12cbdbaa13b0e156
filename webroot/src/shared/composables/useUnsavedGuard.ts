import { onBeforeRouteLeave } from 'vue-router';
import { useLeaving } from '@/shared/stores/leaving';
import { useSession } from '@/shared/stores/session';

/** Asks before leaving a page with unsaved changes; not after the session has ended, as nothing can be saved then. */
export function useUnsavedGuard(unsaved: () => boolean) {
  const session = useSession();
  const leaving = useLeaving();
  onBeforeRouteLeave(() => !unsaved() || !session.signedIn || leaving.ask());
}
