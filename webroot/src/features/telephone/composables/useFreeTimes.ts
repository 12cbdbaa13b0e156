import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { useDebounceFn } from '@vueuse/core';
import { computed, onScopeDispose, shallowRef, triggerRef, watch, type Ref } from 'vue';
import { ThrottledTopics } from '@/features/dashboard';
import { firstFreeQuery, keptFresh, useHolds } from '@/features/slots';
import type { FreeSlot, ScheduleSlot } from '@/shared/api/client';
import { slotsTopic } from '@/shared/api/topics';
import { dayOf, type Day } from '@/shared/lib/time';
import { useClinic } from '@/shared/stores/clinic';
import { useLive } from '@/shared/stores/live';

const readAgainMs = 400;

export const keyOf = ({ doctorId, start }: Pick<FreeSlot, 'doctorId' | 'start'>) =>
  `${doctorId} ${Date.parse(start)}`;

/**
 * The next free times of all doctors, or of a department's, or for visits of a type, soonest first. The days on which they are live: a time that
 * somebody else takes goes at once, and what becomes free is read soon after. What the reader holds stays.
 *
 * @param held the time that is being talked about
 */
export function useFreeTimes(
  target: Ref<{ departmentId?: string; visitTypeId?: string }>,
  from: Ref<Day>,
  held: Ref<FreeSlot | null>,
) {
  const clinic = useClinic();
  const holds = useHolds();
  const { data, error, isPlaceholderData, refetch } = useQuery(() => ({
    ...firstFreeQuery(target.value, from.value, clinic.zone),
    ...keptFresh,
    placeholderData: keepPreviousData,
  }));

  /** The times of a live day that cannot be had, by topic. */
  const taken = shallowRef(new Map<string, Set<string>>());
  const readAgain = useDebounceFn(() => void refetch(), readAgainMs);
  const topics = new ThrottledTopics(useLive().watch, (topic, { about, items }) => {
    if (!about) {
      return;
    }
    const known = taken.value.has(topic);
    const gone = [...(items.values() as Iterable<ScheduleSlot>)].filter(({ state }) => state !== 'FREE');
    taken.value.set(topic, new Set(gone.map(({ start }) => String(Date.parse(start)))));
    triggerRef(taken);
    if (known) {
      void readAgain();
    }
  });
  const topicOf = ({ doctorId, start }: FreeSlot) => slotsTopic(doctorId, dayOf(start, clinic.zone));

  watch(data, (slots) => topics.want([...new Set((slots ?? []).map(topicOf))]), { immediate: true });
  onScopeDispose(() => topics.stop());

  const isMine = (slot: FreeSlot) => holds.isMine(slot);
  /** What is live is of the doctor's own length: it does not say when a visit of another length has room. */
  const isTaken = (slot: FreeSlot) =>
    !target.value.visitTypeId && taken.value.get(topicOf(slot))?.has(String(Date.parse(slot.start)));
  /** That a held time is not free for others does not take it from the reader's list. */
  const times = computed(() => {
    const own = held.value && isMine(held.value) ? [held.value] : [];
    const others = (data.value ?? []).filter((slot) => isMine(slot) || !isTaken(slot));
    const all = new Map([...others, ...own].map((slot) => [keyOf(slot), slot]));
    return [...all.values()].sort(
      (one, other) =>
        Date.parse(one.start) - Date.parse(other.start) || one.doctorId.localeCompare(other.doctorId),
    );
  });

  return {
    times,
    known: computed(() => data.value !== undefined),
    /** Whether they are those of the target before, until those of this one are read. */
    outdated: isPlaceholderData,
    error,
    reload: () => refetch(),
  };
}
