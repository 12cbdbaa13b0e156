import { watch } from 'vue';
import { prescriptionsKey, readPrescriptionsAgain } from '@/features/prescriptions';
import { restrictionsKey } from '@/features/restrictions';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { usePollingWhenOffline } from '@/shared/composables/usePollingWhenOffline';
import { rereadChanged } from '@/shared/query/changes';
import { recordKey, rereadRecord } from '../queries';

interface RecordFacts {
  recordId: string;
  changes: number;
}

/**
 * Reads a record again whenever it has changed, with the prescriptions: what the patient restricts concerns them as
 * well. The topic has the count of changes, and nothing of the record; so do the answers with parts of it, so that nothing
 * is read again that is as new.
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
    (now) => {
      if (now) {
        const latest = () =>
          page.value.about?.recordId === now.recordId ? page.value.about.changes : undefined;
        for (const keyOf of [recordKey, restrictionsKey, prescriptionsKey]) {
          void rereadChanged(keyOf(now.recordId), now.changes, latest);
        }
      }
    },
  );
  usePollingWhenOffline(reread);
  return { state };
}
