import { watch, type Ref } from 'vue';
import { useLeaving } from '@/shared/stores/leaving';

/** For a dialog: asks before what was entered in it since it is open is thrown away. */
export function useDialogGuard(open: Readonly<Ref<boolean>>) {
  const leaving = useLeaving();
  let entered = false;
  watch(open, () => (entered = false));
  return {
    onInput: () => {
      entered = true;
    },
    guard: async () => !entered || leaving.ask(),
  };
}
