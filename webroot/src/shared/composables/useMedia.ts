import { onScopeDispose, readonly, ref, type Ref } from 'vue';

/** Whether a media query holds, as it changes. For what differs in more than its style. */
export function useMedia(query: string): Readonly<Ref<boolean>> {
  const list = matchMedia(query);
  const holds = ref(list.matches);
  const follow = () => (holds.value = list.matches);
  list.addEventListener('change', follow);
  onScopeDispose(() => list.removeEventListener('change', follow));
  return readonly(holds);
}
