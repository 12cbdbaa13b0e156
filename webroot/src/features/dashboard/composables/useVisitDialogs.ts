import { computed, ref, shallowRef } from 'vue';
import type { Appointment } from '@/shared/api/client';
import type { Board } from './useBoard';

/** The dialogs about a visit: to cancel it, or to move it to another day. */
export function useVisitDialogs(board: Board) {
  const asked = shallowRef<Appointment | null>(null);
  const cancelling = ref(false);
  const otherDay = ref(false);

  function ask(dialog: 'cancel' | 'otherDay', appointment: Appointment) {
    asked.value = appointment;
    cancelling.value = dialog === 'cancel';
    otherDay.value = dialog === 'otherDay';
  }

  return {
    ask,
    cancelling,
    otherDay,
    /** As it was read, with what has changed since. */
    visit: computed(() => asked.value && { ...asked.value, ...board.visit(asked.value.id) }),
  };
}
