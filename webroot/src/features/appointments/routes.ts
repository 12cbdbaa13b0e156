import type { RouteRecordRaw } from 'vue-router';
import { bookers, type PagesOf } from '@/shared/routing';

const paths = {
  appointments: '/appointments',
  appointment: '/appointments/:appointmentId',
} as const;

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
  {
    path: paths.appointment,
    name: 'appointment',
    component: () => import('./pages/AppointmentPage.vue'),
    meta: { title: 'nav.appointment', roles: bookers },
  },
];

export default routes;
