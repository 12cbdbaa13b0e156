import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useRouteLeaving } from '@/shared/composables/useRouteLeaving';
import { isDay, type Day } from '@/shared/lib/time';
import { useClinic } from '@/shared/stores/clinic';
import { readSet, writeSet, type DoctorSet } from '../lib/doctorSet';

type Part = 'doctors' | 'department' | 'day' | 'doctor' | 'visit';

/**
 * The state of the board in the address: whose columns, day (today by default), the doctor shown
 * on a narrow screen, and the visit whose panel is open. `department` is how earlier addresses chose the columns.
 */
export function useAddress() {
  const route = useRoute('dashboard');
  const router = useRouter();
  const isLeaving = useRouteLeaving();
  const clinic = useClinic();

  const part = (name: Part) =>
    computed(() => {
      const value = route.query[name];
      return typeof value === 'string' && value ? value : undefined;
    });
  const asSet = part('doctors');
  const department = part('department');
  const doctor = part('doctor');
  const visit = part('visit');
  const asked = part('day');
  const set = computed<DoctorSet | null>(
    () => readSet(asSet.value) ?? (department.value ? { kind: 'department', id: department.value } : null),
  );
  const day = computed<Day>(() => (isDay(asked.value) ? asked.value : clinic.today));
  /** The same day as a list. */
  const list = computed(() => ({
    name: 'day' as const,
    params: day.value === clinic.today ? {} : { day: day.value },
    query: { department: set.value?.kind === 'department' ? set.value.id : undefined },
  }));

  const withParts = (parts: Partial<Record<Part, string | undefined>>) => ({
    name: 'dashboard' as const,
    query: { ...route.query, ...parts },
  });
  const withSet = (chosen: DoctorSet) => ({ doctors: writeSet(chosen), department: undefined });
  const ofDay = (to: Day) => (to === clinic.today ? undefined : to);

  function openVisit(id: string) {
    const to = withParts({ visit: id });
    return visit.value ? router.replace(to) : router.push(to);
  }

  /** Goes back to the address from before the panel, if that is where one came from. */
  function closeVisit() {
    const to = withParts({ visit: undefined });
    const back = (window.history.state as { back?: unknown } | null)?.back;
    return back === router.resolve(to).fullPath ? router.back() : router.replace(to);
  }

  return {
    set,
    day,
    list,
    doctor,
    visit,
    openVisit,
    closeVisit,
    goDay: (to: Day) => router.push(withParts({ day: ofDay(to), visit: undefined })),
    goSet: (to: DoctorSet) => router.push(withParts({ ...withSet(to), visit: undefined, doctor: undefined })),
    /** The set that was not in the address. It must not end a navigation to another page. */
    settle: async (to: DoctorSet) => {
      if (!isLeaving()) {
        await router.replace(withParts(withSet(to)));
      }
    },
    /** A visit on its day; with the set that has its doctor, if the one that is shown has not. */
    goVisit: (id: string, to: Day, among?: DoctorSet) =>
      router.push(withParts({ ...(among && withSet(among)), day: ofDay(to), visit: id, doctor: undefined })),
    goDoctor: (id: string) => router.replace(withParts({ doctor: id })),
  };
}
