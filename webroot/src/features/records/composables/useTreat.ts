import { useRouter } from 'vue-router';
import { fetchAppointments } from '@/features/appointments';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { addDays, startOfDay } from '@/shared/lib/time';
import { useClinic } from '@/shared/stores/clinic';
import { useNotices } from '@/shared/stores/notices';
import { useOpenEncounter } from '../queries';

/** Leads to the Treat page of a visit, which begins with it. */
export function useTreat() {
  const router = useRouter();
  const clinic = useClinic();
  const notices = useNotices();
  const words = useProblemMessages();
  const { mutateAsync: open, isPending: opening } = useOpenEncounter();

  /** Whether the encounter is open. */
  async function treat(appointmentId: string): Promise<boolean> {
    try {
      const { id } = await open({ kind: 'VISIT', appointmentId });
      await router.push({ name: 'treat', params: { encounterId: id } });
      return true;
    } catch (problem) {
      notices.problem(words(problem));
      return false;
    }
  }

  /** Treats a patient without a visit. */
  async function treatPatient(patientId: string, kind: 'EMERGENCY' | 'TELEPHONE'): Promise<boolean> {
    try {
      const { id } = await open({ kind, patientId });
      await router.push({ name: 'treat', params: { encounterId: id } });
      return true;
    } catch (problem) {
      notices.problem(words(problem));
      return false;
    }
  }

  /** Treats the doctor's next patient who waits; goes to the doctor's day if nobody does. */
  async function treatNext() {
    const { items } = await fetchAppointments({
      status: ['CHECKED_IN'],
      from: startOfDay(clinic.today, clinic.zone).toISOString(),
      until: startOfDay(addDays(clinic.today, 1), clinic.zone).toISOString(),
      sort: 'start',
      limit: 1,
    });
    const next = items[0];
    if (!next || !(await treat(next.id))) {
      await router.push({ name: 'today' });
    }
  }

  return { treat, treatPatient, treatNext, opening };
}
