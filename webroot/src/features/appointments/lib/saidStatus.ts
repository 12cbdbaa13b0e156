import { ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Appointment } from '@/shared/api/client';

/** The text of a page's live region: the last visit whose status was changed there, with its status. */
export function useSaidStatus() {
  const { t } = useI18n();
  const said = ref('');

  function say({ patientName: patient, status }: Pick<Appointment, 'patientName' | 'status'>) {
    said.value = t('appointment.nowIs', { patient, status: t(`status.${status}`) });
  }

  return { said, say };
}
