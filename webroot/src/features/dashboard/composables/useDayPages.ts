import { onScopeDispose, shallowRef, watch } from 'vue';
import { emptyPage, type TopicPage } from '@/shared/api/live';
import type { DepartmentAbout, RotaVisit } from '@/shared/api/topics';
import { useLive } from '@/shared/stores/live';

export type DayPage = TopicPage<DepartmentAbout, RotaVisit>;

/** The live days of several departments, in the order of their topics. */
export function useDayPages(topics: () => string[]) {
  const live = useLive();
  const open = new Map<string, () => void>();
  const known = new Map<string, DayPage>();
  const pages = shallowRef<DayPage[]>([]);
  let wanted: string[] = [];

  const show = () => (pages.value = wanted.map((topic) => known.get(topic) ?? (emptyPage as DayPage)));

  function take(topic: string, page: DayPage) {
    known.set(topic, page);
    if (open.has(topic)) {
      show();
    }
  }

  function follow(now: string[]) {
    wanted = now;
    for (const topic of [...open.keys()].filter((one) => !now.includes(one))) {
      open.get(topic)!();
      open.delete(topic);
      known.delete(topic);
    }
    for (const topic of now.filter((one) => !open.has(one))) {
      open.set(
        topic,
        live.watch(topic, (page) => take(topic, page as DayPage)),
      );
    }
    show();
  }

  watch(topics, follow, { immediate: true, flush: 'sync' });
  onScopeDispose(() => open.forEach((close) => close()));

  return pages;
}
