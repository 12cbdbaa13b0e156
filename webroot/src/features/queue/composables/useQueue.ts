import { computed } from 'vue';
import type { Schemas } from '@/shared/api/client';
import { queueTopic, type QueueAbout } from '@/shared/api/topics';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { useClinic } from '@/shared/stores/clinic';

type QueueEntry = Schemas['QueueEntry'];

export interface Waiting extends QueueEntry {
  /** Minutes since the patient arrived. */
  minutes: number;
}

/** When a patient is due: after the arrival, but not before the time of the appointment. */
const due = ({ start, since }: QueueEntry) => Math.max(Date.parse(start), Date.parse(since));

/** The patients who wait today, live, in the order in which they are due. */
export function useQueue() {
  const clinic = useClinic();
  const { page, state } = useLiveQuery<QueueAbout, QueueEntry>(queueTopic);
  const waiting = computed<Waiting[]>(() =>
    [...page.value.items.values()]
      .sort((a, b) => due(a) - due(b) || a.ticket.localeCompare(b.ticket))
      .map((entry) => ({
        ...entry,
        minutes: Math.max(0, Math.floor((clinic.now.getTime() - Date.parse(entry.since)) / 60_000)),
      })),
  );
  return { waiting, page, state, loaded: computed(() => page.value.about !== null) };
}
