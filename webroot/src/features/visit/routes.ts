import type { RouteRecordRaw } from 'vue-router';
import { bookers, type PagesOf } from '@/shared/routing';

const paths = { appointment: '/appointments/:appointmentId' } as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.appointment,
    name: 'appointment',
    component: () => import('./pages/AppointmentPage.vue'),
    meta: { title: 'nav.appointment', roles: bookers },
  },
];

export default routes;
