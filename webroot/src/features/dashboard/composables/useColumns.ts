import { computed, ref, type Ref } from 'vue';
import { useClinicTexts } from '@/shared/composables/useClinicTexts';
import type { Department } from '@/shared/api/client';
import type { DoctorSet } from '../lib/doctorSet';
import type { Board, Column, Shown } from './useBoard';

interface Choice {
  /** The doctor whose column a narrow screen shows, if one was chosen. */
  doctor: Ref<string | undefined>;
  set: Ref<DoctorSet | null>;
}

/** The previous list, if the columns are the same, so that nothing is rendered again. */
function unlessSame(before: Column[] | undefined, now: Column[]): Column[] {
  return before?.length === now.length && before.every((column, at) => column === now[at]) ? before : now;
}

/** Which columns are there: of one doctor on a narrow screen, else all, those without anything on the day folded. */
export function useColumns(
  board: Board,
  shown: Ref<Shown>,
  departments: Ref<Department[] | undefined>,
  choice: Choice,
  narrow: Ref<boolean>,
) {
  const clinicText = useClinicTexts();
  const unfolded = ref<ReadonlySet<string>>(new Set());
  const isFolded = (column: Column) => board.isIdle(column) && !unfolded.value.has(column.doctor.id);

  const doctor = computed(
    () => (board.column(choice.doctor.value ?? '') ?? board.columns.value[0])?.doctor.id,
  );
  const columns = computed<Column[]>((before) =>
    unlessSame(
      before,
      narrow.value
        ? board.columns.value.filter((column) => column.doctor.id === doctor.value)
        : board.columns.value.filter((column) => !isFolded(column)),
    ),
  );
  const folded = computed<Column[]>((before) =>
    unlessSame(before, narrow.value ? [] : board.columns.value.filter(isFolded)),
  );

  function departmentName(departmentId: string) {
    const found = departments.value?.find(({ id }) => id === departmentId);
    return found && clinicText(found.name);
  }

  return {
    doctor,
    columns,
    folded,
    unfold: (doctorId: string) => (unfolded.value = new Set([...unfolded.value, doctorId])),
    /** The department of a column, where more than one is shown. */
    departmentOf: ({ departmentId }: Column) =>
      shown.value.departments.length > 1 ? departmentName(departmentId) : undefined,
    /** The name of what is shown, for the sentence that nothing is there. */
    setName: computed(() => {
      const set = choice.set.value;
      return set?.kind === 'department' ? departmentName(set.id) : undefined;
    }),
    /** Whether nobody is there; doctors that were unfolded are looked at although they are not. */
    nobody: computed(
      () =>
        board.loaded.value &&
        board.closed.value &&
        !columns.value.some(({ doctor: { id } }) => unfolded.value.has(id)),
    ),
  };
}
