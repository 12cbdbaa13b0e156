import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = { medications: '/medications' } as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.medications,
    name: 'medications',
    component: () => import('./pages/MedicationsPage.vue'),
    meta: { title: 'title.medications', roles: ['ADMIN', 'PHARMACIST'], tab: 'medications' },
  },
];

export default routes;
