import type { RouteLocationRaw, Router } from 'vue-router';
import { loadWhenIdle } from '@/shared/lib/idle';

type Load = () => Promise<unknown>;

/** Loads the code of pages while nothing else is going on. */
export function prefetch(router: Router, pages: RouteLocationRaw[]) {
  loadWhenIdle(() =>
    pages
      .flatMap((page) => router.resolve(page).matched)
      .map(({ components }) => components?.default)
      .filter((component): component is Load & typeof component => typeof component === 'function'),
  );
}
