import { skipToken, useQuery } from '@tanstack/vue-query';
import { computed, ref } from 'vue';
import { useSaidStatus, useSetStatus } from '@/features/appointments';
import type { Appointment, AppointmentStatus } from '@/shared/api/client';
import { meTopic, type MeAbout } from '@/shared/api/topics';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { queryClient } from '@/shared/query/client';
import { useNotices } from '@/shared/stores/notices';
import { merged, visitsKey, type Visits } from '../queries';

/** The signed-in doctor's visits of today and later, live, and changing where one stands. */
export function useVisits() {
  const notices = useNotices();
  const words = useProblemMessages();
  const { page } = useLiveQuery<MeAbout, Appointment, Visits>(meTopic, visitsKey, ({ items }, before) =>
    merged(items, before),
  );
  const { data } = useQuery<Visits>({ queryKey: visitsKey, queryFn: skipToken });
  const changing = ref<string | null>(null);

  const { mutateAsync: changeStatus } = useSetStatus();
  const { said, say } = useSaidStatus();
  const visits = computed(() => [...(data.value?.values() ?? [])]);

  /** An own change shows at once, not only when it has come back live. */
  function take(changed: Appointment) {
    queryClient.setQueryData<Visits>(visitsKey, (before) => new Map(before).set(changed.id, changed));
  }

  async function setStatus(visit: Appointment, status: AppointmentStatus) {
    changing.value = visit.id;
    try {
      const changed = await changeStatus({ appointment: visit, status });
      take(changed);
      say(changed);
    } catch (problem) {
      notices.problem(words(problem));
    } finally {
      changing.value = null;
    }
  }

  return {
    page,
    visits,
    /** Whether there is something to show, if only what was known before an interruption. */
    loaded: computed(() => page.value.current || visits.value.length > 0),
    changing,
    setStatus,
    /** What the last change made of a visit, for a live region. */
    said,
    take,
  };
}
