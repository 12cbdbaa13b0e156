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

/** The search that was stopped by the page about emergencies, and the reason that the reader has denied to be one. */
export const useEmergency = defineStore('emergency', () => {
  const stopped = shallowRef<StoppedSearch | null>(null);
  const denied = ref<string | null>(null);

  function deny(reason: string) {
    denied.value = reason;
  }

  /** Whether a text may be an emergency, and the reader has not denied that. */
  async function isRaisedBy(text: string): Promise<boolean> {
    return text !== denied.value && (await isRedFlagged(text));
  }

  return { stopped, denied, deny, isRaisedBy };
});

/** The tables come with the first text; without them, the server alone recognises emergencies. */
async function isRedFlagged(text: string): Promise<boolean> {
  const { isRedFlag } = await import('@/shared/redFlags');
  return isRedFlag(text);
}
