import {
  computed,
  onScopeDispose,
  shallowRef,
  toValue,
  watch,
  type ComputedRef,
  type MaybeRefOrGetter,
} from 'vue';
import { emptyPage, type TopicPage } from '@/shared/api/live';
import { useLive } from '@/shared/stores/live';

/** What some topics show, in their order, as it changes. Watched as long as the component lives. */
export function useTopics<About, Item>(
  topics: MaybeRefOrGetter<string[]>,
): ComputedRef<TopicPage<About, Item>[]> {
  type Page = TopicPage<About, Item>;
  const live = useLive();
  const pages = shallowRef<ReadonlyMap<string, Page>>(new Map());
  const stops = new Map<string, () => void>();

  function drop(name: string) {
    stops.get(name)?.();
    stops.delete(name);
    pages.value = new Map([...pages.value].filter(([other]) => other !== name));
  }

  watch(
    () => [...toValue(topics)],
    (names) => {
      [...stops.keys()].filter((name) => !names.includes(name)).forEach(drop);
      for (const name of names.filter((one) => !stops.has(one))) {
        const hear = (page: TopicPage) => (pages.value = new Map(pages.value).set(name, page as Page));
        stops.set(name, live.watch(name, hear));
      }
    },
    { immediate: true },
  );
  onScopeDispose(() => stops.forEach((stop) => stop()));
  return computed(() => toValue(topics).map((name) => pages.value.get(name) ?? (emptyPage as Page)));
}

/** What a topic shows, as it changes; nothing while there is no topic. Watched as long as the component lives. */
export function useTopic<About, Item>(
  topic: MaybeRefOrGetter<string | null | undefined>,
): ComputedRef<TopicPage<About, Item>> {
  const pages = useTopics<About, Item>(() => {
    const name = toValue(topic);
    return name ? [name] : [];
  });
  return computed(() => pages.value[0] ?? (emptyPage as TopicPage<About, Item>));
}
