import { watch } from 'vue';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { usePollingWhenOffline } from '@/shared/composables/usePollingWhenOffline';
import { isRecordRead, rereadRecord } from '../queries';

interface RecordFacts {
  recordId: string;
  changes: number;
}

/** Reads a record again whenever it has changed. The topic tells that, and nothing of the record. */
export function useLiveRecord(patientId: () => string | undefined) {
  const { page, state } = useLiveQuery<RecordFacts, never>(() =>
    patientId() ? `record/${patientId()}` : null,
  );
  const reread = async () => patientId() && (await rereadRecord(patientId()!));
  watch(
    () => page.value.about,
    (now, before) => {
      if (!now) {
        return;
      }
      // What was read before the topic was known may be older than it.
      const known = before?.recordId === now.recordId;
      if (known ? now.changes !== before.changes : isRecordRead(patientId())) {
        void reread();
      }
    },
  );
  usePollingWhenOffline(reread);
  return { state };
}
