import { computed, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { fetchPatient } from '@/features/patients';
import { fetchNextFree } from '@/features/slots';
import { useLeave } from '@/features/waitlist';
import type { Appointment, FreeSlot, PatientSummary, WaitlistEntry } from '@/shared/api/client';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { useNotices } from '@/shared/stores/notices';
import type { DayVisit } from '@/shared/api/topics';
import type { Column } from './useBoard';

/** A time that is being booked. */
export interface BookedTime {
  doctorId: string;
  start: string;
  /** Beside another visit. */
  extra?: boolean;
  /** Of the visit before it, which it follows, or of what the patient waits for. */
  visitTypeId?: string;
}

/** Booking a free slot for a patient at the desk or from the waitlist, and several in a row. */
export function useBookingFlow() {
  const { t } = useI18n();
  const notices = useNotices();
  const words = useProblemMessages();

  const open = ref(false);
  const slot = shallowRef<BookedTime | null>(null);
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
    slot.value = {
      doctorId: column.doctor.id,
      start,
      visitTypeId: placing.value?.entry?.visitType?.id,
    };
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
    if (again) {
      await offerNext(visit, again);
    }
    if (entry) {
      await leave(entry).catch((problem) => notices.problem(words(problem)));
    }
  }

  /** Unless something else has been begun meanwhile. */
  async function offerNext({ doctorId, end, visitType }: Appointment, patient: PatientSummary) {
    try {
      const next = await fetchNextFree(doctorId, end, visitType?.id);
      if (next && !open.value && placing.value?.patient === patient) {
        slot.value = { doctorId, start: next.start, visitTypeId: visitType?.id };
        open.value = true;
      }
    } catch (problem) {
      notices.problem(words(problem));
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
