import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Schemas } from '@/shared/api/client';
import type { TimesWish } from '@/shared/composables/usePreferredTimes';

/** A search that was stopped because its reason may be an emergency. */
export interface StoppedSearch {
  reason: string;
  visitTypeId: string;
  urgency: NonNullable<Schemas['AssignmentWish']['urgency']>;
  times: TimesWish;
}

/** The search that was stopped by the page about emergencies, and what the reader has denied to be one. */
export const useEmergency = defineStore('emergency', () => {
  const stopped = shallowRef<StoppedSearch | null>(null);
  const denied = ref(new Set<string>());

  function deny(texts: string[]) {
    texts.forEach((text) => denied.value.add(text));
  }

  const isDenied = (text: string) => denied.value.has(text);

  /** Whether one of the texts may be an emergency, and the reader has not denied that. */
  async function isRaisedBy(texts: string[]): Promise<boolean> {
    const raised = await Promise.all(texts.filter((text) => text && !isDenied(text)).map(isRedFlagged));
    return raised.includes(true);
  }

  return { stopped, deny, isDenied, isRaisedBy };
});

/** The tables come with the first text; without them, the server alone recognises emergencies. */
async function isRedFlagged(text: string): Promise<boolean> {
  const { isRedFlag } = await import('@/shared/redFlags');
  return isRedFlag(text);
}
