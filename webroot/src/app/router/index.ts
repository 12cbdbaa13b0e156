import { createRouter, type Router, type RouterHistory } from 'vue-router';
import { useSession } from '@/shared/stores/session';
import { nextTask } from '@/shared/lib/nextTask';
import { landingPage, nextPage } from '@/shared/lib/landing';
import { bookers } from '@/shared/routing';
import { routes } from '../features';

/** The app's routes, each of which opens to whom it is for. */
export function createAppRouter(history: RouterHistory): Router {
  const router = createRouter({
    history,
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
      return nextPage(to) ?? landingPage(router, session.roles);
    }
    if (session.secondFactorRequired) {
      const next = nextPage(to) ?? to.fullPath;
      return to.name === 'second-factor' || { name: 'second-factor', query: { next } };
    }
    if (to.meta.booking && session.signedIn && !session.hasRole(...bookers)) {
      return landingPage(router, session.roles);
    }
    if (to.meta.roles && !session.signedIn) {
      return { name: 'login', query: { next: to.fullPath } };
    }
    if (to.meta.roles && !session.hasRole(...to.meta.roles)) {
      const path = to.path.split('/').slice(1);
      return { name: 'forbidden', params: { path }, query: to.query, hash: to.hash, replace: true };
    }
    return true;
  });
  // A page that was loaded is drawn in another task than the one in which its code began.
  router.beforeResolve(nextTask);
  return router;
}
