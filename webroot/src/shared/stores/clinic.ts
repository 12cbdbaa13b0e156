import { useIntervalFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { api, body, type Policy } from '@/shared/api/client';
import { dayOf } from '@/shared/lib/time';

/** The clinic's name, zone and rules, and the clock that pages go by. */
export const useClinic = defineStore('clinic', () => {
  const policy = ref<Policy | null>(null);
  const problem = shallowRef<unknown>(null);
  const now = ref(new Date());
  /** How much the clinic's clock is ahead of this device's, in milliseconds. */
  const ahead = ref(0);
  const tick = () => (now.value = new Date(Date.now() + ahead.value));
  useIntervalFn(tick, 30_000);

  const name = computed(() => policy.value?.clinicName ?? 'Clinibus');
  /** Until the settings have been read, the zone of the browser. */
  const zone = computed(() => policy.value?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const emergencyNumber = computed(() => policy.value?.emergencyNumber ?? '112');
  const today = computed(() => dayOf(now.value, zone.value));
  /** Whether the reader's own clock shows another time than the clinic's. */
  const elsewhere = computed(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return clockIn(here, now.value) !== clockIn(zone.value, now.value);
  });

  /** The city that names the clinic's zone. */
  const place = computed(() => zone.value.split('/').at(-1)!.replaceAll('_', ' '));

  /** Reads the settings; why that failed is left in `problem`. */
  async function load() {
    try {
      policy.value = await body(api.GET('/api/settings'));
      problem.value = null;
    } catch (thrown) {
      problem.value = thrown;
    }
  }

  /** Goes by the server's clock where this device's is wrong. */
  function adjust(serverNow: Date) {
    const difference = serverNow.getTime() - Date.now();
    ahead.value = Math.abs(difference) > 2_000 ? difference : 0;
    tick();
  }

  /** Whether a patient can still move or cancel an appointment that starts then. */
  function isChangeable(start: string): boolean {
    const cutoff = (policy.value?.changeCutoffMinutes ?? 0) * 60_000;
    return new Date(start).getTime() - cutoff > now.value.getTime();
  }

  return {
    policy,
    problem,
    now,
    ahead,
    adjust,
    name,
    zone,
    emergencyNumber,
    today,
    elsewhere,
    place,
    load,
    isChangeable,
  };
});

function clockIn(zone: string, instant: Date): string {
  return instant.toLocaleString('en-GB', { timeZone: zone });
}
