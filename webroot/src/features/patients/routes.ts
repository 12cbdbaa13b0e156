import type { RouteRecordRaw } from 'vue-router';
import { staff, type PagesOf } from '@/shared/routing';

const paths = {
  profile: '/profile',
  patients: '/patients',
  patient: '/patients/:patientId',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.profile,
    name: 'profile',
    component: () => import('./pages/ProfilePage.vue'),
    meta: { title: 'title.profile', roles: ['PATIENT'] },
  },
  {
    path: paths.patients,
    name: 'patients',
    component: () => import('./pages/PatientsPage.vue'),
    meta: { title: 'title.patients', roles: staff },
  },
  {
    path: paths.patient,
    name: 'patient',
    component: () => import('./pages/PatientPage.vue'),
    meta: { title: 'title.patient', roles: staff },
  },
];

export default routes;
