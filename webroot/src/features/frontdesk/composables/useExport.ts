import { useI18n } from 'vue-i18n';
import { fetchAppointments } from '@/features/appointments';
import { useFormat } from '@/shared/composables/useFormat';
import { useReason } from '@/shared/composables/useReason';
import { useTableExport } from '@/shared/composables/useTableExport';
import { useClinic } from '@/shared/stores/clinic';
import { appointmentQuery, type Filter } from '../lib/filter';

const columns = ['start', 'end', 'patient', 'doctor', 'department', 'room', 'status', 'reason'] as const;

/** Saves the appointments that are found as a table. */
export function useExport(filter: () => Filter) {
  const { t } = useI18n();
  const reasonOf = useReason();
  const format = useFormat();
  const clinic = useClinic();
  return useTableExport(() => {
    const query = appointmentQuery(filter(), clinic.zone);
    return {
      file: t('frontdesk.file'),
      heads: columns.map((column) => t(`frontdesk.column.${column}`)),
      read: (page) => fetchAppointments({ ...query, ...page }),
      row: (one) => [
        one.start,
        one.end,
        one.patientName,
        one.doctorName,
        one.departmentName ?? '',
        one.room ?? '',
        t(`status.${one.status}`),
        reasonOf(one),
      ],
      saved: (total, cut) => {
        const count = format.number(total);
        return t(cut ? 'frontdesk.savedPart' : 'frontdesk.saved', { count }, total);
      },
    };
  });
}
