import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { PatientSummary } from '@/shared/api/client';

/** Whom the search leads to the free times with: a patient, or the name of somebody new. Names are not part of addresses. */
export const useNextCaller = defineStore('nextCaller', () => {
  const next = shallowRef<PatientSummary | string | null>(null);

  function take() {
    const taken = next.value;
    next.value = null;
    return taken;
  }

  return { next, take };
});
