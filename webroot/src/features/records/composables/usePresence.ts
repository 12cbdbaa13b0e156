import { useEventListener, useIntervalFn } from '@vueuse/core';
import { computed, onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import {
  encounterTopic,
  keepEditing,
  stopEditing,
  type EncounterAbout,
  type EncounterEditor,
} from '../queries';

const everyMs = 20_000;

/** Who else has an encounter open to write, and its state as others see it. */
export function usePresence(encounterId: string, isWriting: MaybeRefOrGetter<boolean>) {
  const own = crypto.randomUUID();
  const { page } = useLiveQuery<EncounterAbout, EncounterEditor>(encounterTopic(encounterId));

  /** A failure is made good by the next time; the state of the draft says that the connection is lost. */
  const keep = () => keepEditing(encounterId, own).catch(() => undefined);
  const { pause, resume } = useIntervalFn(keep, everyMs, { immediate: false });

  watch(
    () => toValue(isWriting),
    (writing, before) => {
      if (writing) {
        void keep();
        resume();
      } else if (before) {
        leave();
      }
    },
    { immediate: true },
  );

  const stop = () => void stopEditing(encounterId, own).catch(() => undefined);

  function leave() {
    pause();
    stop();
  }

  onScopeDispose(() => toValue(isWriting) && leave());
  /** One that comes back from the browser's history announces itself again by the interval. */
  useEventListener(window, 'pagehide', () => toValue(isWriting) && stop());

  return {
    others: computed(() => [...page.value.items.values()].filter(({ id }) => id !== own)),
    about: computed(() => page.value.about),
  };
}
