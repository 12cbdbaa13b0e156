import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = { family: '/me/family' } as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.family,
    name: 'family',
    component: () => import('./pages/FamilyPage.vue'),
    meta: { title: 'title.family', roles: ['PATIENT'], tab: 'family' },
  },
];

export default routes;
