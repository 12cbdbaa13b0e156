import { useTimestamp } from '@vueuse/core';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useClinic } from '@/shared/stores/clinic';

/** How many seconds are left until an instant on the clinic's clock, never less than none. */
export function useCountdown(until: MaybeRefOrGetter<string | null | undefined>) {
  const clinic = useClinic();
  const now = useTimestamp({ interval: 250 });
  return computed(() => {
    const end = toValue(until);
    return end ? Math.max(0, Math.ceil((Date.parse(end) - now.value - clinic.ahead) / 1000)) : 0;
  });
}

/** "2:59" */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
