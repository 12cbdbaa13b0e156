import { createRouter, createWebHistory } from 'vue-router';
import type { Role } from '@/api/client';
import { useSession } from '@/stores/session';
import { homeOf, nextPage } from './home';
import { routes } from './routes';

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title: string;
    /** Who may open the page; without it, anyone. */
    roles?: Role[];
    /** Only for people who are not signed in. */
    guestsOnly?: boolean;
    /** The tab of the pages that set the clinic up to which the page belongs. */
    tab?: string;
    /** Takes the whole screen instead of a column of text. */
    wide?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior(to, from, saved) {
    if (saved) {
      return saved;
    }
    return to.path === from.path ? undefined : { top: 0 };
  },
});

router.beforeEach(async (to) => {
  const session = useSession();
  await session.start();
  if (to.meta.guestsOnly && session.signedIn) {
    return nextPage(to) ?? homeOf(session.roles);
  }
  if (to.meta.roles && !session.signedIn) {
    return { name: 'login', query: { next: to.fullPath } };
  }
  if (to.meta.roles && !session.hasRole(...to.meta.roles)) {
    return { name: 'forbidden', replace: true };
  }
  return true;
});
