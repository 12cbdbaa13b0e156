import { computed, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { fetchPatient } from '@/features/patients';
import { useLeave } from '@/features/waitlist';
import type { FreeSlot, PatientSummary, WaitlistEntry } from '@/shared/api/client';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { useNotices } from '@/shared/stores/notices';
import type { DayVisit } from '@/shared/api/topics';
import type { Column } from './useBoard';

/** Booking a free slot for a patient at the desk or from the waitlist. */
export function useBookingFlow() {
  const { t } = useI18n();
  const notices = useNotices();
  const words = useProblemMessages();

  const open = ref(false);
  const slot = shallowRef<{ doctorId: string; start: string; extra?: boolean } | null>(null);
  /** Somebody from the waitlist for whom a time is being chosen. */
  const placing = shallowRef<{ entry: WaitlistEntry; patient: PatientSummary } | null>(null);
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

  /** Marks the waitlist entry as served. If that fails now, the entry stays visible. */
  async function booked() {
    const placed = placing.value;
    placing.value = null;
    if (placed) {
      await leave(placed.entry).catch((problem) => notices.problem(words(problem)));
    }
  }

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
