import { ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { fetchAppointments } from '@/features/appointments';
import { useFormat } from '@/shared/composables/useFormat';
import { useReason } from '@/shared/composables/useReason';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { csv } from '@/shared/lib/csv';
import { download } from '@/shared/lib/download';
import { useClinic } from '@/shared/stores/clinic';
import { useNotices } from '@/shared/stores/notices';
import { appointmentQuery, type Filter } from '../lib/filter';

const pageSize = 200;
/** The server answers no more pages than these in a minute. */
const mostPages = 25;

/** Saves the appointments that are found as a table, read page by page: each page is in the audit trail. */
export function useExport(filter: () => Filter) {
  const { t } = useI18n();
  const reasonOf = useReason();
  const format = useFormat();
  const clinic = useClinic();
  const notices = useNotices();
  const words = useProblemMessages();
  const busy = ref(false);

  async function rows() {
    const query = { ...appointmentQuery(filter(), clinic.zone), limit: pageSize };
    const heads = ['start', 'end', 'patient', 'doctor', 'department', 'room', 'status', 'reason'] as const;
    const table = [heads.map((head) => t(`frontdesk.column.${head}`))];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const { items, next } = await fetchAppointments({ ...query, cursor });
      for (const one of items) {
        table.push([
          one.start,
          one.end,
          one.patientName,
          one.doctorName,
          one.departmentName ?? '',
          one.room ?? '',
          t(`status.${one.status}`),
          reasonOf(one),
        ]);
      }
      cursor = next ?? undefined;
      if (!cursor) {
        break;
      }
    }
    return { table, cut: cursor !== undefined };
  }

  async function save() {
    busy.value = true;
    try {
      const { table, cut } = await rows();
      download(`${t('frontdesk.file')}-${clinic.today}.csv`, csv(table), 'text/csv;charset=utf-8');
      const count = format.number(table.length - 1);
      notices.done(t(cut ? 'frontdesk.savedPart' : 'frontdesk.saved', { count }, count));
    } catch (problem) {
      notices.problem(words(problem));
    } finally {
      busy.value = false;
    }
  }

  return { busy, save };
}
