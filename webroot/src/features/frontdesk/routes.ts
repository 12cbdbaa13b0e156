import type { RouteRecordRaw } from 'vue-router';
import { staff, type PagesOf } from '@/shared/routing';

const paths = {
  day: '/day/:day(\\d{4}-\\d{2}-\\d{2})?',
  frontdesk: '/admin/appointments',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.day,
    name: 'day',
    component: () => import('./pages/DayPage.vue'),
    meta: { title: 'title.day', roles: staff },
  },
  {
    path: paths.frontdesk,
    name: 'frontdesk',
    component: () => import('./pages/FrontdeskPage.vue'),
    meta: { title: 'title.frontdesk', roles: ['ADMIN', 'RECEPTIONIST'] },
  },
  { path: '/admin/appointments/:appointmentId', redirect: { name: 'appointment' } },
];

export default routes;
