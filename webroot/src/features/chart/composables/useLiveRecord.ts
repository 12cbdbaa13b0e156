import { watch } from 'vue';
import { readPrescriptionsAgain } from '@/features/prescriptions';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { usePollingWhenOffline } from '@/shared/composables/usePollingWhenOffline';
import { isRecordRead, rereadRecord } from '../queries';

interface RecordFacts {
  recordId: string;
  changes: number;
}

/**
 * Reads a record again whenever it has changed, with the prescriptions: what the patient restricts concerns them as
 * well. The topic tells that, and nothing of the record.
 */
export function useLiveRecord(patientId: () => string | undefined) {
  const { page, state } = useLiveQuery<RecordFacts, never>(() =>
    patientId() ? `record/${patientId()}` : null,
  );
  const reread = async () => {
    const id = patientId();
    if (id) {
      await Promise.all([rereadRecord(id), readPrescriptionsAgain(id)]);
    }
  };
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
