import { defineStore } from 'pinia';
import { onScopeDispose, ref, shallowRef, toValue, watchEffect, type MaybeRefOrGetter } from 'vue';

/** What the page on screen states for the frame. */
export const usePage = defineStore('page', () => {
  /** The page's own title, where it has one that is better than the route's. */
  const title = ref<string>();
  /** Where the frame has room for the page's heading; null where it stands in the page. */
  const headingPlace = shallowRef<HTMLElement | null>(null);

  return { title, headingPlace };
});

/** Names the page, in the title of the window too, as long as its component is there. */
export function usePageTitle(title: MaybeRefOrGetter<string | undefined>) {
  const page = usePage();
  let mine: string | undefined;
  watchEffect(() => {
    mine = toValue(title);
    page.title = mine;
  });
  onScopeDispose(() => {
    // The next page may have named itself already.
    if (page.title === mine) {
      page.title = undefined;
    }
  });
}
