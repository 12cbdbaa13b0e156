import { refDebounced } from '@vueuse/core';
import { computed, ref, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useBook, useCancel } from '@/features/appointments';
import { fetchNextFree, isGone, useHold } from '@/features/slots';
import type { Appointment, FreeSlot, PatientSummary } from '@/shared/api/client';
import { useFormat } from '@/shared/composables/useFormat';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { idempotencyKey } from '@/shared/lib/idempotencyKey';
import { useNotices } from '@/shared/stores/notices';
import { keyOf } from './useFreeTimes';

/** The arrow keys pass over times that nobody has asked about. */
const restMs = 300;

/**
 * A telephone call: who calls, which time is being talked about and is held meanwhile, and what has been booked. One
 * call can book several visits.
 */
export function useCall() {
  const { t } = useI18n();
  const format = useFormat();
  const notices = useNotices();
  const words = useProblemMessages();
  const { mutateAsync: send, isPending: sending } = useBook();
  const { mutateAsync: withdraw, isPending: withdrawing } = useCancel();

  const patient = shallowRef<PatientSummary | null>(null);
  /** Whom the caller represents, if the visit is for them. */
  const relativeId = ref('');
  const reason = ref('');
  /** The type of the visit that is talked about, or nothing for the doctor's own length. */
  const visitTypeId = ref('');
  const booked = shallowRef<Appointment[]>([]);
  const at = shallowRef<FreeSlot | null>(null);
  const rested = refDebounced(at, restMs);
  const busy = computed(() => sending.value || withdrawing.value);

  const hold = useHold(
    () =>
      patient.value && at.value && rested.value && keyOf(rested.value) === keyOf(at.value)
        ? {
            doctorId: at.value.doctorId,
            start: at.value.start,
            patientId: relativeId.value || patient.value.id,
            visitTypeId: visitTypeId.value || undefined,
          }
        : null,
    (wish) => sayGone(wish.start),
  );
  const isHeld = (slot: FreeSlot) => hold.hold.value !== null && keyOf(hold.hold.value) === keyOf(slot);

  const sayGone = (start: string) =>
    notices.problem(t('telephone.gone', { time: format.nearDateTime(start) }));

  /** Books for the caller, or for the relative who is chosen. */
  async function book(slot: FreeSlot) {
    const who = patient.value;
    if (!who || busy.value) {
      return;
    }
    const booking = {
      doctorId: slot.doctorId,
      start: slot.start,
      patientId: relativeId.value || who.id,
      reason: reason.value.trim() || undefined,
      visitTypeId: visitTypeId.value || undefined,
    };
    const work = () => send({ booking, key: idempotencyKey() });
    try {
      const made = await (isHeld(slot) ? hold.spend(work) : work());
      booked.value = [...booked.value, made];
      at.value = null;
      reason.value = '';
    } catch (problem) {
      if (isGone(problem)) {
        sayGone(slot.start);
      } else {
        notices.problem(words(problem));
      }
    }
  }

  /** Takes back what was booked in this call. */
  async function undo(visit: Appointment) {
    try {
      await withdraw({ appointment: visit, reason: t('telephone.withdrawn') });
      booked.value = booked.value.filter(({ id }) => id !== visit.id);
      notices.done(t('telephone.undone', { time: format.nearDateTime(visit.start) }));
    } catch (problem) {
      notices.problem(words(problem));
    }
  }

  /** The doctor's next free time after a visit of this call, for another one like it; it is talked about from now on. */
  async function findNext(visit: Appointment): Promise<FreeSlot | null> {
    const caller = patient.value;
    try {
      const next = await fetchNextFree(visit.doctorId, visit.end, visitTypeId.value || undefined);
      if (patient.value !== caller) {
        return null;
      }
      if (!next) {
        notices.problem(t('telephone.none'));
      }
      at.value = next;
      return next;
    } catch (problem) {
      notices.problem(words(problem));
      return null;
    }
  }

  watch(patient, () => {
    at.value = null;
    booked.value = [];
    reason.value = '';
    visitTypeId.value = '';
    relativeId.value = '';
  });
  watch(visitTypeId, () => (at.value = null));

  return {
    patient,
    relativeId,
    reason,
    visitTypeId,
    booked,
    at,
    busy,
    isHeld,
    held: hold.hold,
    book,
    findNext,
    undo,
  };
}

export type Call = ReturnType<typeof useCall>;
