import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = { appointments: '/appointments' } as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.appointments,
    name: 'appointments',
    component: () => import('./pages/AppointmentsPage.vue'),
    meta: { title: 'title.appointments', roles: ['PATIENT'], landingFor: 'PATIENT' },
  },
];

export default routes;
