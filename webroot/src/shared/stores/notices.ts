import { defineStore } from 'pinia';
import { ref } from 'vue';

export interface Notice {
  id: number;
  text: string;
  kind: 'done' | 'problem';
}

const staysMs = 7000;
const atMost = 4;

/** Short messages about what just happened. Problems stay until they are dismissed. */
export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([]);
  let last = 0;

  function dismiss(id: number) {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  }

  function add(text: string, kind: Notice['kind']) {
    const id = ++last;
    notices.value = [...notices.value, { id, text, kind }].slice(-atMost);
    if (kind === 'done') {
      setTimeout(() => dismiss(id), staysMs);
    }
  }

  return {
    notices,
    dismiss,
    done: (text: string) => add(text, 'done'),
    problem: (text: string) => add(text, 'problem'),
  };
});
