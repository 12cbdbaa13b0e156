import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { isDay, type Day } from '@/shared/lib/time';
import { useClinic } from '@/shared/stores/clinic';

type Part = 'department' | 'day' | 'doctor' | 'visit';

/**
 * The state of the board in the address: department, day (today by default), the doctor shown on a narrow
 * screen, and the visit whose panel is open.
 */
export function useAddress() {
  const route = useRoute('dashboard');
  const router = useRouter();
  const clinic = useClinic();

  const part = (name: Part) =>
    computed(() => {
      const value = route.query[name];
      return typeof value === 'string' && value ? value : undefined;
    });
  const department = part('department');
  const doctor = part('doctor');
  const visit = part('visit');
  const asked = part('day');
  const day = computed<Day>(() => (isDay(asked.value) ? asked.value : clinic.today));

  const withParts = (parts: Partial<Record<Part, string | undefined>>) => ({
    name: 'dashboard' as const,
    query: { ...route.query, ...parts },
  });

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
    department,
    day,
    doctor,
    visit,
    openVisit,
    closeVisit,
    goDay: (to: Day) =>
      router.push(withParts({ day: to === clinic.today ? undefined : to, visit: undefined })),
    goDepartment: (id: string) =>
      router.push(withParts({ department: id, visit: undefined, doctor: undefined })),
    /** The department that was not in the address. */
    settle: (id: string) => router.replace(withParts({ department: id })),
    goDoctor: (id: string) => router.replace(withParts({ doctor: id })),
  };
}
