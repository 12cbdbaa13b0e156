import { computed, ref, type Ref } from 'vue';

/**
 * Whether the side of the board is open. On a narrow screen it is a sheet over the page, closed at first; else a strip
 * while nobody is in it.
 *
 * @param kept what this browser keeps of it
 */
export function useSide(count: Ref<number>, kept: Ref<'open' | 'closed'>, narrow: Ref<boolean>) {
  const sheet = ref(false);
  const pressed = ref(false);
  const open = computed(() =>
    narrow.value ? sheet.value : kept.value === 'open' && (pressed.value || count.value > 0),
  );

  function show(opened: boolean) {
    sheet.value = pressed.value = opened;
    if (!narrow.value) {
      kept.value = opened ? 'open' : 'closed';
    }
  }

  return { open, show, closeSheet: () => (sheet.value = false) };
}
