import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  settings: '/admin/settings',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.settings,
    name: 'settings',
    component: () => import('./pages/SettingsPage.vue'),
    meta: { title: 'title.settings', roles: ['ADMIN'], tab: 'settings' },
  },
];

export default routes;
