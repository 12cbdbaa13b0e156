import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  forbidden: '/forbidden',
  'not-found': '/:path(.*)*',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.forbidden,
    name: 'forbidden',
    component: () => import('@/shared/ui/ForbiddenPage.vue'),
    meta: { title: 'title.forbidden' },
  },
  {
    path: paths['not-found'],
    name: 'not-found',
    component: () => import('@/shared/ui/NotFoundPage.vue'),
    meta: { title: 'title.notFound' },
  },
];

export default routes;
