import { useEventListener } from '@vueuse/core';
import { onScopeDispose, type Ref } from 'vue';

const key = 'clinibus.booking';
/** As long as the code of a registration is valid. */
const keptMs = 600_000;

interface Stored {
  at: number;
  reason: string;
  answers: Record<string, string>;
}

/**
 * Keeps the reason and the answers that are entered for a booking while the page is hidden, and only then: a phone drops
 * pages while the code is looked up in a mail, and loads them again.
 */
export function useKeptTexts(reason: Ref<string>, answers: Ref<Record<string, string>>) {
  const before = take();
  if (before) {
    reason.value ||= before.reason;
    answers.value = { ...before.answers, ...answers.value };
  }

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
}

function take(): Stored | null {
  const stored = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  const before = stored ? (JSON.parse(stored) as Stored) : null;
  return before && Date.now() - before.at < keptMs ? before : null;
}
