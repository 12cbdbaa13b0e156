import { computed, onScopeDispose, ref, watch } from 'vue';

/** As many rows as a large screen shows. */
const firstRows = 40;
const rowsAFrame = 16;

/**
 * Fills the rows of a long list from a middle on, some in each frame, so that none takes long.
 *
 * @param count how many rows there are
 * @param middle the row that is looked at first
 */
export function useGradual(count: () => number, middle: () => number) {
  const reach = ref(firstRows / 2);
  let frame = 0;

  function grow() {
    reach.value += rowsAFrame / 2;
    frame = reach.value < count() ? requestAnimationFrame(grow) : 0;
  }

  watch(
    count,
    (rows) => {
      if (frame === 0 && reach.value < rows) {
        frame = requestAnimationFrame(grow);
      }
    },
    { immediate: true },
  );
  onScopeDispose(() => cancelAnimationFrame(frame));

  const from = computed(() => Math.max(0, middle() - reach.value));
  const until = computed(() => from.value + 2 * reach.value);
  return { isFilled: (index: number) => index >= from.value && index < until.value };
}
