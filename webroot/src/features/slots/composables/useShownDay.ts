import { computed, ref, watch, type ComputedRef } from 'vue';
import { useClinic } from '@/shared/stores/clinic';
import { dayOf, type Day } from '@/shared/lib/time';
import { freeOf, type Slots } from './useSlots';

/**
 * The day whose times are shown: the picked one, else the first in view with free times, which stays when
 * its last time is taken. If nothing is free on a doctor's first days, the next day with free times is shown.
 */
export function useShownDay(
  slots: Slots,
  picked: () => Day | undefined,
  doctorId: () => string | undefined,
): ComputedRef<Day | undefined> {
  const clinic = useClinic();
  const opened = ref<Day>();
  const firstFree = computed(() => {
    const days = slots.days.value;
    return days?.[0]?.date === slots.first.value ? days.find((day) => freeOf(day).free > 0)?.date : undefined;
  });
  watch([doctorId, slots.first], () => (opened.value = undefined), { flush: 'sync' });
  watch([firstFree, opened], () => (opened.value ??= firstFree.value), { immediate: true });

  let skippedFor: string | undefined;
  watch(slots.next, (slot) => {
    if (slot && !picked() && skippedFor !== doctorId()) {
      skippedFor = doctorId();
      slots.show(dayOf(slot.start, clinic.zone));
    }
  });
  return computed(() => picked() ?? opened.value);
}
