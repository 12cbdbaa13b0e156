import { computed, nextTick, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { fetchPatient } from '@/features/patients';
import { useLeave } from '@/features/waitlist';
import type { Appointment, FreeSlot, PatientSummary, WaitlistEntry } from '@/shared/api/client';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { useNotices } from '@/shared/stores/notices';
import type { DayVisit } from '@/shared/api/topics';
import { isOpen } from '../lib/layout';
import type { Board, Column } from './useBoard';

/** Booking a free slot for a patient at the desk or from the waitlist, and several in a row. */
export function useBookingFlow(board: Board) {
  const { t } = useI18n();
  const notices = useNotices();
  const words = useProblemMessages();

  const open = ref(false);
  const slot = shallowRef<{ doctorId: string; start: string; extra?: boolean } | null>(null);
  /** Somebody for whom a time is being chosen: from the waitlist, or another one after a booking. */
  const placing = shallowRef<{ entry?: WaitlistEntry; patient: PatientSummary } | null>(null);
  const { mutateAsync: leave } = useLeave();

  const prompt = computed(() => {
    const patient = placing.value?.patient;
    return patient && !open.value
      ? t('dashboard.placing', { patient: `${patient.givenName} ${patient.familyName}` })
      : null;
  });

  function book(column: Column, start: string) {
    slot.value = { doctorId: column.doctor.id, start };
    open.value = true;
  }

  /** Books another visit beside one of the board. */
  function overbook({ doctorId, start }: DayVisit) {
    slot.value = { doctorId, start, extra: true };
    open.value = true;
  }

  async function place(entry: WaitlistEntry) {
    try {
      placing.value = { entry, patient: await fetchPatient(entry.patientId) };
    } catch (problem) {
      notices.problem(words(problem));
    }
  }

  /**
   * Marks the waitlist entry as served; if that fails now, the entry stays visible. If another visit is to follow, the
   * doctor's next free time is offered for it, and any other can be chosen.
   */
  async function booked(visit: Appointment, again: PatientSummary | null) {
    const entry = placing.value?.entry;
    placing.value = again && { patient: again };
    const next = again && nextFree(visit);
    if (next) {
      await nextTick();
      slot.value = { doctorId: visit.doctorId, start: next.start };
      open.value = true;
    }
    if (entry) {
      await leave(entry).catch((problem) => notices.problem(words(problem)));
    }
  }

  const nextFree = ({ doctorId, end }: Appointment) =>
    board
      .column(doctorId)
      ?.slots.value?.find((one) => isOpen(one) && Date.parse(one.start) >= Date.parse(end));

  return {
    open,
    slot,
    placing,
    prompt,
    book,
    overbook,
    place,
    booked,
    choose: (free: FreeSlot) => (slot.value = { doctorId: free.doctorId, start: free.start }),
  };
}
