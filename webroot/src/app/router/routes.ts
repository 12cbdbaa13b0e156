import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  'not-found': '/:path(.*)*',
  // Shown at the address that was asked for.
  forbidden: '/:path(.*)*',
  imprint: '/imprint',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths['not-found'],
    name: 'not-found',
    component: () => import('@/shared/ui/NotFoundPage.vue'),
    meta: { title: 'title.notFound' },
  },
  {
    path: paths.forbidden,
    name: 'forbidden',
    component: () => import('@/shared/ui/ForbiddenPage.vue'),
    meta: { title: 'title.forbidden' },
  },
  {
    path: paths.imprint,
    name: 'imprint',
    component: () => import('../pages/ImprintPage.vue'),
    meta: { title: 'title.imprint' },
  },
];

export default routes;
