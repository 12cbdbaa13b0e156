import { defineStore } from 'pinia';
import { ref } from 'vue';

/** Asks once more before a page with unsaved changes is left; the frame shows the dialog. */
export const useLeaving = defineStore('leaving', () => {
  const asking = ref(false);
  let answer: (leave: boolean) => void = () => {};

  function ask(): Promise<boolean> {
    answer(false);
    asking.value = true;
    return new Promise((resolve) => (answer = resolve));
  }

  function close(leave: boolean) {
    asking.value = false;
    answer(leave);
    answer = () => {};
  }

  return { asking, ask, close };
});
