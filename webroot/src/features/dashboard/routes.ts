import type { RouteRecordRaw } from 'vue-router';
import { staff, type PagesOf } from '@/shared/routing';

const paths = {
  dashboard: '/board',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  { path: '/dashboard', redirect: { name: 'dashboard' } },
  {
    path: paths.dashboard,
    name: 'dashboard',
    component: () => import('./pages/DashboardPage.vue'),
    meta: { title: 'title.dashboard', roles: staff, wide: true, landingFor: 'RECEPTIONIST' },
  },
];

export default routes;
