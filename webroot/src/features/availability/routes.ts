import type { RouteRecordRaw } from 'vue-router';
import { staff, type PagesOf } from '@/shared/routing';

const paths = {
  availability: '/doctors/:doctorId/availability',
  holidays: '/admin/holidays',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.availability,
    name: 'availability',
    component: () => import('./pages/AvailabilityPage.vue'),
    meta: { title: 'title.availability', roles: staff },
  },
  {
    path: paths.holidays,
    name: 'holidays',
    component: () => import('./pages/HolidaysPage.vue'),
    meta: { title: 'title.holidays', roles: ['ADMIN'], tab: 'holidays' },
  },
];

export default routes;
