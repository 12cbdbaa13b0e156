import { onScopeDispose, shallowRef, watch } from 'vue';

/**
 * Fills the parts of something long, as the rows of a list, from a middle on, some in each frame, so that none takes long.
 * Parts that come later, as when a search ends, are filled the same way, and those that are there stay.
 *
 * @param keys of the parts in their order
 * @param middle the index of the part that is looked at first
 * @param aFrame so many that on a slow device they take less than a tenth of a second
 */
export function useGradual(keys: () => string[], middle: () => number, aFrame: number) {
  const filled = shallowRef<ReadonlySet<string>>(new Set());
  let frame = 0;

  function fill() {
    const all = keys();
    const from = middle();
    const missing = all
      .map((key, index) => ({ key, distance: Math.abs(index - from) }))
      .filter(({ key }) => !filled.value.has(key))
      .sort((one, other) => one.distance - other.distance);
    fillNow(missing.slice(0, aFrame).map(({ key }) => key));
    frame = missing.length > aFrame ? requestAnimationFrame(fill) : 0;
  }

  const fillNow = (parts: string[]) => (filled.value = new Set([...filled.value, ...parts]));

  watch(
    keys,
    (now) => {
      const there = new Set(now);
      filled.value = new Set([...filled.value].filter((key) => there.has(key)));
      if (frame === 0) {
        fill();
      }
    },
    { immediate: true },
  );
  onScopeDispose(() => cancelAnimationFrame(frame));

  return {
    isFilled: (key: string) => filled.value.has(key),
    /** Fills one that somebody asks for, whose turn has not come. */
    fill: (key: string) => fillNow([key]),
  };
}
