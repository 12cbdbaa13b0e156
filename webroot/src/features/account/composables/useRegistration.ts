import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import type { Schemas } from '@/shared/api/client';
import { useClinic } from '@/shared/stores/clinic';
import { useSession } from '@/shared/stores/session';

type Details = Schemas['Registration'];
type Started = Schemas['StartedRegistration'];

/** Of this tab only, and as long as the code is valid. */
const key = 'clinibus.registration';

/**
 * A registration that is not complete: what was entered, and the code that was sent. It outlasts the form, so that a
 * visitor can look at another time, and from the code on the page, which a phone may drop while the mail is read.
 */
export const useRegistration = defineStore('registration', () => {
  const clinic = useClinic();
  const session = useSession();
  const details = shallowRef<Partial<Details> | null>(null);
  const started = shallowRef<Started | null>(null);

  const isValid = ({ expiresAt }: Started) => Date.parse(expiresAt) > Date.now() + clinic.ahead;

  function restore() {
    const stored = sessionStorage.getItem(key);
    if (!stored) {
      return;
    }
    const before = JSON.parse(stored) as { details: Details; started: Started };
    if (isValid(before.started)) {
      details.value = before.details;
      started.value = before.started;
    } else {
      sessionStorage.removeItem(key);
    }
  }

  /** The form of the details closes with this in it; what a code was sent for stays as it was sent. */
  function keep(entered: Partial<Details>) {
    if (!started.value) {
      details.value = entered;
    }
  }

  function begin(entered: Details, answer: Started) {
    details.value = entered;
    started.value = answer;
    sessionStorage.setItem(key, JSON.stringify({ details: entered, started: answer }));
  }

  /** Back to what was entered. */
  function change() {
    started.value = null;
    sessionStorage.removeItem(key);
  }

  function end() {
    change();
    details.value = null;
  }

  /** A form opens: a code that is not valid any more is not asked for. */
  function resume() {
    if (started.value && !isValid(started.value)) {
      change();
    }
  }

  restore();
  watch(
    () => session.user?.id,
    (_, before) => before && end(),
    { flush: 'sync' },
  );

  return { details, started, keep, begin, change, end, resume };
});
