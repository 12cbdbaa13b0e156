import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  telephone: '/telephone',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.telephone,
    name: 'telephone',
    component: () => import('./pages/TelephonePage.vue'),
    meta: { title: 'title.telephone', roles: ['ADMIN', 'RECEPTIONIST'] },
  },
];

export default routes;
