import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFormat } from '@/shared/composables/useFormat';
import { useLive } from '@/shared/stores/live';
import { useNotices } from '@/shared/stores/notices';

/** Nothing is changed on a board that may be wrong: why not, while it is stale. */
export function useWriteGuard() {
  const { t } = useI18n();
  const format = useFormat();
  const live = useLive();
  const notices = useNotices();

  const why = computed(() =>
    live.state === 'stale' && live.since
      ? t('dashboard.staleWrites', { time: format.time(live.since) })
      : null,
  );

  /** Does the work, or says why it cannot be done now. */
  function guarded<A extends unknown[]>(work: (...args: A) => unknown) {
    return (...args: A) => {
      if (why.value) {
        notices.problem(why.value);
      } else {
        void work(...args);
      }
    };
  }

  return { why, guarded };
}
