import { useI18n } from 'vue-i18n';
import { onBeforeRouteLeave } from 'vue-router';
import { useSession } from '@/shared/stores/session';

/** Asks before the page is left with changes that are not saved. Whoever was logged out can save nothing any more. */
export function useUnsavedGuard(unsaved: () => boolean) {
  const { t } = useI18n();
  const session = useSession();
  onBeforeRouteLeave(() => !unsaved() || !session.signedIn || confirm(t('form.leaveUnsaved')));
}
