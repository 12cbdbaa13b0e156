import { ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { api, etag, type AppointmentStatus } from '@/shared/api/client';
import type { DayVisit } from '@/shared/api/topics';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { useNotices } from '@/shared/stores/notices';

/** Changes the status of a visit; the live day shows the result. */
export function useStatusChange(say: (text: string) => void) {
  const { t } = useI18n();
  const notices = useNotices();
  const words = useProblemMessages();
  const busy = ref(false);

  async function setStatus(visit: DayVisit, status: AppointmentStatus) {
    if (busy.value) {
      return;
    }
    busy.value = true;
    try {
      const params = {
        path: { appointmentId: visit.id },
        header: { 'If-Match': etag(visit.version) },
      };
      await api.PUT('/api/appointments/{appointmentId}/status', { params, body: { status } });
      say(t('dashboard.nowIs', { patient: visit.patientName, status: t(`status.${status}`) }));
    } catch (problem) {
      notices.problem(words(problem));
    } finally {
      busy.value = false;
    }
  }

  return { busy, setStatus };
}
