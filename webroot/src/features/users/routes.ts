import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  users: '/admin/users',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.users,
    name: 'users',
    component: () => import('./pages/UsersPage.vue'),
    meta: { title: 'title.users', roles: ['ADMIN'], tab: 'users' },
  },
];

export default routes;
