import { createRouter, createWebHistory } from 'vue-router';
import { useSession } from '@/shared/stores/session';
import { landingPage, nextPage } from '@/shared/lib/landing';
import { bookers } from '@/shared/routing';
import { routes } from '../features';

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
