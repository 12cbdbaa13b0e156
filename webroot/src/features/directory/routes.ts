import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  doctors: '/admin/doctors',
  'doctor-new': '/admin/doctors/new',
  'doctor-edit': '/admin/doctors/:doctorId',
  departments: '/admin/departments',
  translations: '/admin/translations',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.doctors,
    name: 'doctors',
    component: () => import('./pages/DoctorsPage.vue'),
    meta: { title: 'title.doctors', roles: ['ADMIN'], tab: 'doctors' },
  },
  {
    path: paths['doctor-new'],
    name: 'doctor-new',
    component: () => import('./pages/DoctorEditPage.vue'),
    meta: { title: 'title.doctorEdit', roles: ['ADMIN'], tab: 'doctors' },
  },
  {
    path: paths['doctor-edit'],
    name: 'doctor-edit',
    component: () => import('./pages/DoctorEditPage.vue'),
    meta: { title: 'title.doctorEdit', roles: ['ADMIN'], tab: 'doctors' },
  },
  {
    path: paths.departments,
    name: 'departments',
    component: () => import('./pages/DepartmentsPage.vue'),
    meta: { title: 'title.departments', roles: ['ADMIN'], tab: 'departments' },
  },
  {
    path: paths.translations,
    name: 'translations',
    component: () => import('./pages/TranslationsPage.vue'),
    meta: { title: 'title.translations', roles: ['ADMIN'], tab: 'translations' },
  },
];

export default routes;
