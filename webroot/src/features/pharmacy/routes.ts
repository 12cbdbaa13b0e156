import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = { pharmacy: '/pharmacy' } as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.pharmacy,
    name: 'pharmacy',
    component: () => import('./pages/PharmacyPage.vue'),
    meta: { title: 'title.pharmacy', roles: ['PHARMACIST'], landingFor: 'PHARMACIST' },
  },
];

export default routes;
