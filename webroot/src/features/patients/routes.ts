import type { RouteRecordRaw } from 'vue-router';
import { staff, type PagesOf } from '@/shared/routing';

const paths = {
  profile: '/me',
  patients: '/patients',
  duplicates: '/patients/duplicates',
  patient: '/patients/:patientId',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  { path: '/profile', redirect: { name: 'profile' } },
  {
    path: paths.profile,
    name: 'profile',
    component: () => import('./pages/ProfilePage.vue'),
    meta: { title: 'title.profile', roles: ['PATIENT'], tab: 'profile' },
  },
  {
    path: paths.patients,
    name: 'patients',
    component: () => import('./pages/PatientsPage.vue'),
    meta: { title: 'title.patients', roles: staff },
  },
  {
    path: paths.duplicates,
    name: 'duplicates',
    component: () => import('./pages/DuplicatesPage.vue'),
    meta: { title: 'title.duplicates', roles: ['ADMIN', 'RECEPTIONIST'] },
  },
  {
    path: paths.patient,
    name: 'patient',
    component: () => import('./pages/PatientPage.vue'),
    meta: { title: 'title.patient', roles: staff },
  },
];

export default routes;
