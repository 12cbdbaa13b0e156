import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue';
import { emptyPage, type TopicPage } from '@/api/live';
import { useLive } from '@/stores/live';

/** What a topic shows, as it changes; nothing while there is no topic. Watched as long as the component lives. */
export function useTopic<About, Item>(
  topic: MaybeRefOrGetter<string | null | undefined>,
): Readonly<ShallowRef<TopicPage<About, Item>>> {
  const live = useLive();
  const page = shallowRef(emptyPage as TopicPage<About, Item>);
  let stop: (() => void) | undefined;
  watch(
    () => toValue(topic),
    (name) => {
      stop?.();
      page.value = emptyPage as TopicPage<About, Item>;
      stop = name ? live.watch(name, (now) => (page.value = now as TopicPage<About, Item>)) : undefined;
    },
    { immediate: true },
  );
  onScopeDispose(() => stop?.());
  return page;
}
