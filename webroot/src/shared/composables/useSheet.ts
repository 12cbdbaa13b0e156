import { computed } from 'vue';
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router';

export type SheetKind = 'appointment' | 'patient';

/** What is opened beside a list: part of the address, so that it can be linked to and the way back closes it. */
export function useSheet() {
  const route = useRoute();
  const router = useRouter();

  const shown = computed(() => {
    const [, kind, id] = /^(appointment|patient):([\w-]+)$/.exec(String(route.query.sheet ?? '')) ?? [];
    return kind && id ? { kind: kind as SheetKind, id } : null;
  });
  const withSheet = (sheet: string | undefined) => ({ query: { ...route.query, sheet } as LocationQueryRaw });

  /** Goes back to the address from before the sheet, if that is where one came from. */
  function close() {
    const to = withSheet(undefined);
    const back = (window.history.state as { back?: unknown } | null)?.back;
    return back === router.resolve(to).fullPath ? router.back() : router.replace(to);
  }

  return { shown, sheetOf: (kind: SheetKind, id: string) => withSheet(`${kind}:${id}`), close };
}
