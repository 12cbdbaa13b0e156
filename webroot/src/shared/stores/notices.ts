import { defineStore } from 'pinia';
import { ref } from 'vue';

export interface Notice {
  id: number;
  text: string;
  kind: 'done' | 'problem';
  /** What can still be done about it. */
  action?: { text: string; run: () => unknown };
}

const staysMs = 7000;
/** How long what was done can be undone. */
const undoMs = 8000;
const atMost = 4;

/** Short messages about what just happened. Problems stay until they are dismissed. */
export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([]);
  let last = 0;

  function dismiss(id: number) {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  }

  function add(text: string, kind: Notice['kind'], action?: Notice['action']): number {
    const id = ++last;
    notices.value = [...notices.value, { id, text, kind, action }].slice(-atMost);
    if (kind === 'done') {
      setTimeout(() => dismiss(id), action ? undoMs : staysMs);
    }
    return id;
  }

  /** Does what a notice offers, once. */
  function act(id: number) {
    const action = notices.value.find((notice) => notice.id === id)?.action;
    dismiss(id);
    void action?.run();
  }

  return {
    notices,
    dismiss,
    act,
    done: (text: string) => add(text, 'done'),
    /** Something was done that can be undone for a few seconds; returns the id of the notice. */
    undoable: (text: string, action: NonNullable<Notice['action']>) => add(text, 'done', action),
    problem: (text: string) => add(text, 'problem'),
  };
});
