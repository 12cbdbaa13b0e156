import { useSetStatus, useStatusText } from '@/features/appointments';
import type { AppointmentStatus } from '@/shared/api/client';
import type { DayVisit } from '@/shared/api/topics';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { useNotices } from '@/shared/stores/notices';

/** Changes the status of a visit; the live day shows the result. */
export function useStatusChange(say: (text: string) => void) {
  const textOf = useStatusText();
  const notices = useNotices();
  const words = useProblemMessages();
  const { mutateAsync: change, isPending: busy } = useSetStatus();

  async function setStatus(visit: DayVisit, status: AppointmentStatus) {
    if (busy.value) {
      return;
    }
    try {
      await change({ appointment: visit, status });
      say(textOf({ ...visit, status }));
    } catch (problem) {
      notices.problem(words(problem));
    }
  }

  return { busy, setStatus };
}
