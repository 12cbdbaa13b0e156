import { ref } from 'vue';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { csv } from '@/shared/lib/csv';
import { download } from '@/shared/lib/download';
import { useClinic } from '@/shared/stores/clinic';
import { useNotices } from '@/shared/stores/notices';

/** The most that the server answers at once. */
const pageSize = 200;
/** The server answers no more pages than these in a minute. */
const mostPages = 25;

/** A list that can be saved. */
export interface ExportedTable<T> {
  /** The file, without the day and the ending. */
  file: string;
  heads: string[];
  row: (item: T) => string[];
  read: (page: { limit: number; cursor?: string }) => Promise<{ items: T[]; next?: string | null }>;
  /** What is said afterwards: all were saved, or only the first. */
  saved: (count: number, cut: boolean) => string;
}

/** Saves what is found as a table, read page by page: each page is in the audit trail. */
export function useTableExport<T>(table: () => ExportedTable<T>) {
  const clinic = useClinic();
  const notices = useNotices();
  const words = useProblemMessages();
  const busy = ref(false);

  async function rows({ heads, read, row }: ExportedTable<T>) {
    const found = [heads];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const { items, next } = await read({ limit: pageSize, cursor });
      found.push(...items.map(row));
      cursor = next ?? undefined;
      if (!cursor) {
        break;
      }
    }
    return { found, cut: cursor !== undefined };
  }

  async function save() {
    busy.value = true;
    const wanted = table();
    try {
      const { found, cut } = await rows(wanted);
      download(`${wanted.file}-${clinic.today}.csv`, csv(found), 'text/csv;charset=utf-8');
      notices.done(wanted.saved(found.length - 1, cut));
    } catch (problem) {
      notices.problem(words(problem));
    } finally {
      busy.value = false;
    }
  }

  return { busy, save };
}
