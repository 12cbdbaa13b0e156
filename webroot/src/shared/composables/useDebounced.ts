import { onScopeDispose, ref, watch, type Ref } from 'vue';

/** A value that follows another once it has rested for a moment. */
export function useDebounced<T>(source: Ref<T>, restMs = 250): Ref<T> {
  const settled = ref(source.value) as Ref<T>;
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(source, (value) => {
    clearTimeout(timer);
    timer = setTimeout(() => (settled.value = value), restMs);
  });
  onScopeDispose(() => clearTimeout(timer));
  return settled;
}
