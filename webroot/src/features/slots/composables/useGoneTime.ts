import { computed, shallowRef, watch } from 'vue';
import type { FreeSlot } from '@/shared/api/client';
import type { Slots } from './useSlots';

interface GoneTime {
  start: string;
  /** Near times that are free. */
  alternatives: FreeSlot[];
  /** Whether another user holds it, so that it may be free again soon. */
  held: boolean;
}

/** The time that a user wanted and cannot have. Its state follows the shown days; once free again it is none. */
export function useGoneTime(slots: Slots) {
  const time = shallowRef<GoneTime | null>(null);
  const state = computed(() => slots.slot(time.value?.start)?.state);
  const clear = () => (time.value = null);

  function show(start: string, alternatives: FreeSlot[] = [], held = slots.slot(start)?.state === 'HELD') {
    time.value = {
      start,
      alternatives: alternatives.length > 0 ? alternatives : slots.nearest(start),
      held,
    };
  }

  watch(state, (now, before) => {
    if (now === 'FREE' && (before === 'HELD' || before === 'TAKEN')) {
      clear();
    }
  });

  const gone = computed(() => {
    const seen = state.value;
    const known = seen === 'HELD' || seen === 'TAKEN';
    return time.value && (known ? { ...time.value, held: seen === 'HELD' } : time.value);
  });
  return { gone, show, clear };
}
