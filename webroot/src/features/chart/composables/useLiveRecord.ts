import { watch } from 'vue';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { usePollingWhenOffline } from '@/shared/composables/usePollingWhenOffline';
import { rereadChanged, rereadRecord } from '../queries';

interface RecordFacts {
  recordId: string;
  changes: number;
}

/**
 * Reads a record again whenever it has changed. The topic tells how often it has, and nothing of the record; so do the
 * answers with parts of it, so that nothing is read again that is as new.
 */
export function useLiveRecord(patientId: () => string | undefined) {
  const { page, state } = useLiveQuery<RecordFacts, never>(() =>
    patientId() ? `record/${patientId()}` : null,
  );
  watch(
    () => page.value.about,
    (now) => {
      if (now) {
        const latest = () =>
          page.value.about?.recordId === now.recordId ? page.value.about.changes : undefined;
        void rereadChanged(now.recordId, now.changes, latest);
      }
    },
  );
  usePollingWhenOffline(async () => patientId() && (await rereadRecord(patientId()!)));
  return { state };
}
