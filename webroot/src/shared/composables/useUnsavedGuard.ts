import { useI18n } from 'vue-i18n';
import { onBeforeRouteLeave } from 'vue-router';
import { useSession } from '@/shared/stores/session';

/** Asks before leaving a page with unsaved changes; not after the session has ended, as nothing can be saved then. */
export function useUnsavedGuard(unsaved: () => boolean) {
  const { t } = useI18n();
  const session = useSession();
  onBeforeRouteLeave(() => !unsaved() || !session.signedIn || confirm(t('form.leaveUnsaved')));
}
