import { onScopeDispose, shallowRef, watch } from 'vue';
import { nextTask } from '@/shared/lib/nextTask';

/**
 * Fills the parts of something long, as the rows of a list, from a middle on, some in each task, so that none takes long.
 * Parts that come later, as when a search ends, are filled the same way, and those that are there stay.
 *
 * @param keys of the parts in their order
 * @param middle the index of the part that is looked at first
 * @param aTask so many that on a slow device they take less than a tenth of a second
 */
export function useGradual(keys: () => string[], middle: () => number, aTask: number) {
  const filled = shallowRef<ReadonlySet<string>>(new Set());
  let filling = false;
  let ended = false;

  /** Fills some, and says whether others are missing. */
  function fillSome(): boolean {
    const from = middle();
    const missing = keys()
      .map((key, index) => ({ key, distance: Math.abs(index - from) }))
      .filter(({ key }) => !filled.value.has(key))
      .sort((one, other) => one.distance - other.distance);
    fillNow(missing.slice(0, aTask).map(({ key }) => key));
    return missing.length > aTask;
  }

  async function fillAll() {
    filling = true;
    while (!ended && fillSome()) {
      await nextTask();
    }
    filling = false;
  }

  const fillNow = (parts: string[]) => (filled.value = new Set([...filled.value, ...parts]));

  watch(
    keys,
    (now) => {
      const there = new Set(now);
      filled.value = new Set([...filled.value].filter((key) => there.has(key)));
      if (!filling) {
        void fillAll();
      }
    },
    { immediate: true },
  );
  onScopeDispose(() => (ended = true));

  return {
    isFilled: (key: string) => filled.value.has(key),
    /** Fills one that somebody asks for, whose turn has not come. */
    fill: (key: string) => fillNow([key]),
  };
}
