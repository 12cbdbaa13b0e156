import { onScopeDispose, shallowRef, watch } from 'vue';

/** Of each frame; on a slow device so many rows take less than a tenth of a second. */
const rowsAFrame = 12;

/**
 * Fills the rows of a long list from a middle on, some in each frame, so that none takes long. Rows that come later, as
 * when a search ends, are filled the same way, and those that are there stay.
 *
 * @param keys of the rows in their order
 * @param middle the index of the row that is looked at first
 */
export function useGradual(keys: () => string[], middle: () => number) {
  const filled = shallowRef<ReadonlySet<string>>(new Set());
  let frame = 0;

  function fill() {
    const all = keys();
    const from = middle();
    const missing = all
      .map((key, index) => ({ key, distance: Math.abs(index - from) }))
      .filter(({ key }) => !filled.value.has(key))
      .sort((one, other) => one.distance - other.distance);
    const next = missing.slice(0, rowsAFrame).map(({ key }) => key);
    filled.value = new Set([...filled.value, ...next]);
    frame = missing.length > rowsAFrame ? requestAnimationFrame(fill) : 0;
  }

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

  return { isFilled: (key: string) => filled.value.has(key) };
}
