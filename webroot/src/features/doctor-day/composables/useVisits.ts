import { computed, ref, shallowRef } from 'vue';
import { api, body, etag, type Appointment, type AppointmentStatus } from '@/shared/api/client';
import { meTopic, type MeAbout } from '@/shared/api/topics';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { useTopic } from '@/shared/composables/useTopic';
import { useNotices } from '@/shared/stores/notices';

/** The signed-in doctor's visits of today and later, live, and changing where one stands. */
export function useVisits() {
  const notices = useNotices();
  const words = useProblemMessages();
  const page = useTopic<MeAbout, Appointment>(meTopic);
  /** Answers to own changes: what was pressed shows at once, not only when it has come back live. */
  const answers = shallowRef<ReadonlyMap<string, Appointment>>(new Map());
  const changing = ref<string | null>(null);

  const visits = computed(() =>
    [...page.value.items.values()].map((visit) => {
      const answer = answers.value.get(visit.id);
      return answer && answer.version > visit.version ? answer : visit;
    }),
  );

  function take(changed: Appointment) {
    answers.value = new Map(answers.value).set(changed.id, changed);
  }

  async function setStatus(visit: Appointment, status: AppointmentStatus) {
    changing.value = visit.id;
    try {
      const params = { path: { appointmentId: visit.id }, header: { 'If-Match': etag(visit.version) } };
      take(await body(api.PUT('/api/appointments/{appointmentId}/status', { params, body: { status } })));
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
    loaded: computed(() => page.value.current || page.value.items.size > 0),
    changing,
    setStatus,
    take,
  };
}
