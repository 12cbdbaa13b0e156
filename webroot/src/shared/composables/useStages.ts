import { onScopeDispose, ref } from 'vue';
import { nextTask } from '@/shared/lib/nextTask';

/**
 * How many further parts of something are drawn: none at first, then one more in each task, so that none takes long and
 * presses are answered in between.
 */
export function useStages(parts: number) {
  const drawn = ref(0);
  let ended = false;
  onScopeDispose(() => (ended = true));

  async function go() {
    while (drawn.value < parts) {
      await nextTask();
      if (ended) {
        return;
      }
      drawn.value++;
    }
  }

  void go();
  return drawn;
}
