import { ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Appointment } from '@/shared/api/client';

type Visit = Pick<Appointment, 'patientName' | 'status'>;

/** A visit with its status, to be read out. */
export function useStatusText() {
  const { t } = useI18n();
  return ({ patientName: patient, status }: Visit) =>
    t('appointment.nowIs', { patient, status: t(`status.${status}`) });
}

/** The text of a page's live region: the last visit whose status was changed there, with its status. */
export function useSaidStatus() {
  const textOf = useStatusText();
  const said = ref('');
  return { said, say: (visit: Visit) => (said.value = textOf(visit)) };
}
