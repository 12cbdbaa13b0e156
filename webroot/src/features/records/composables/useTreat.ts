import { useRouter } from 'vue-router';
import { fetchAppointments } from '@/features/appointments';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { addDays, startOfDay } from '@/shared/lib/time';
import { useClinic } from '@/shared/stores/clinic';
import { useNotices } from '@/shared/stores/notices';
import { fetchUnsignedNotes, useOpenEncounter } from '../queries';

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

  /** Opens the doctor's next unsigned note after one, else the oldest; the list of them if there is none. */
  async function openNextUnsigned({ id, start }: { id: string; start: string }) {
    const others = (await fetchUnsignedNotes()).filter((note) => note.id !== id);
    const next = others.find((note) => Date.parse(note.start) > Date.parse(start)) ?? others[0];
    await router.push(
      next
        ? { name: 'treat', params: { encounterId: next.id }, query: { from: 'unsigned-notes' } }
        : { name: 'unsignedNotes' },
    );
  }

  return { treat, treatPatient, treatNext, openNextUnsigned, opening };
}
