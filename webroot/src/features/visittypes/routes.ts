import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = { 'visit-types': '/admin/visit-types' } as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths['visit-types'],
    name: 'visit-types',
    component: () => import('./pages/VisitTypesPage.vue'),
    meta: { title: 'title.visitTypes', roles: ['ADMIN'], tab: 'visit-types' },
  },
];

export default routes;
