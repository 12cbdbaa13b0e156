import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  overview: '/overview',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.overview,
    name: 'overview',
    component: () => import('./pages/OverviewPage.vue'),
    meta: { title: 'title.overview', roles: ['ADMIN'], landingFor: 'ADMIN' },
  },
];

export default routes;
