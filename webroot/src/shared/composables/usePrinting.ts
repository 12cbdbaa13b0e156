import { useEventListener, useMediaQuery } from '@vueuse/core';
import { computed, ref } from 'vue';

/** Whether the page is on its way to paper, or shown as it would be there. */
export function usePrinting() {
  const asPaper = useMediaQuery('print');
  const toPaper = ref(false);
  useEventListener(window, 'beforeprint', () => (toPaper.value = true));
  useEventListener(window, 'afterprint', () => (toPaper.value = false));
  return computed(() => asPaper.value || toPaper.value);
}
