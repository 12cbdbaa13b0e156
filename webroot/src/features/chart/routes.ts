import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  health: '/my/health',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.health,
    name: 'health',
    component: () => import('./pages/HealthPage.vue'),
    meta: { title: 'nav.health', roles: ['PATIENT'] },
  },
];

export default routes;
