import { useEventListener } from '@vueuse/core';
import { onScopeDispose, ref } from 'vue';

const key = 'clinibus.booking';
/** As long as the code of a registration is valid. */
const keptMs = 600_000;

interface Stored {
  at: number;
  reason: string;
  answers: Record<string, string>;
}

/**
 * The reason and the answers that are entered for a booking. They outlast the page only while it is hidden: a phone
 * drops pages while the code is looked up in a mail, and loads them again.
 */
export function useBookingTexts() {
  const before = take();
  const reason = ref(before?.reason ?? '');
  /** By question. */
  const answers = ref(before?.answers ?? {});

  function keep() {
    if (reason.value || Object.keys(answers.value).length) {
      const stored: Stored = { at: Date.now(), reason: reason.value, answers: answers.value };
      sessionStorage.setItem(key, JSON.stringify(stored));
    }
  }
  const forget = () => sessionStorage.removeItem(key);

  useEventListener(window, 'pagehide', keep);
  useEventListener(document, 'visibilitychange', () => (document.hidden ? keep() : forget()));
  onScopeDispose(forget);

  function clear() {
    reason.value = '';
    answers.value = {};
    forget();
  }

  return { reason, answers, clear };
}

function take(): Stored | null {
  const stored = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  const before = stored ? (JSON.parse(stored) as Stored) : null;
  return before && Date.now() - before.at < keptMs ? before : null;
}
