import { watch } from 'vue';
import { readPrescriptionsAgain } from '@/features/prescriptions';
import { rereadRestrictions } from '@/features/restrictions';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { usePollingWhenOffline } from '@/shared/composables/usePollingWhenOffline';
import { rereadChanged, rereadRecord } from '../queries';

interface RecordFacts {
  recordId: string;
  changes: number;
}

/**
 * Reads a record again whenever it has changed, with the prescriptions: what the patient restricts concerns them as
 * well. The topic tells how often it has, and nothing of the record; so do the answers with parts of it, so that nothing
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
    (now, before) => {
      if (now) {
        const latest = () =>
          page.value.about?.recordId === now.recordId ? page.value.about.changes : undefined;
        void rereadChanged(now.recordId, now.changes, latest);
        void rereadRestrictions(now.recordId, now.changes);
        if (before?.recordId !== now.recordId || before.changes !== now.changes) {
          void readPrescriptionsAgain(now.recordId);
        }
      }
    },
  );
  usePollingWhenOffline(reread);
  return { state };
}
