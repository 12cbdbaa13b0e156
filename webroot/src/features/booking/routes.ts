import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';
import { awaitLaterSteps } from './lib/lazySteps';

const paths = {
  home: '/',
  book: '/book',
  'department-list': '/departments',
  'doctor-list': '/doctors',
  doctor: '/doctors/:doctorId',
  emergency: '/emergency',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.home,
    name: 'home',
    component: () => import('./pages/HomePage.vue'),
    meta: { title: 'title.home', booking: true },
  },
  {
    path: paths.book,
    name: 'book',
    component: () => import('./pages/BookingPage.vue'),
    beforeEnter: awaitLaterSteps,
    meta: { title: 'title.book', booking: true },
  },
  {
    path: paths['department-list'],
    name: 'department-list',
    component: () => import('./pages/DepartmentListPage.vue'),
    meta: { title: 'nav.departments', booking: true },
  },
  {
    path: paths['doctor-list'],
    name: 'doctor-list',
    component: () => import('./pages/DoctorListPage.vue'),
    meta: { title: 'nav.doctors', booking: true },
  },
  {
    path: paths.doctor,
    name: 'doctor',
    component: () => import('./pages/DoctorPage.vue'),
    meta: { title: 'title.doctor', booking: true },
  },
  {
    path: paths.emergency,
    name: 'emergency',
    component: () => import('./pages/EmergencyPage.vue'),
    meta: { title: 'title.emergencyCall' },
  },
];

export default routes;
