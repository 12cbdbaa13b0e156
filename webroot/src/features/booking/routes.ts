import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  home: '/',
  book: '/book',
  doctor: '/doctors/:doctorId',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.home,
    name: 'home',
    component: () => import('./pages/HomePage.vue'),
    meta: { title: 'title.home' },
  },
  {
    path: paths.book,
    name: 'book',
    component: () => import('./pages/BookingPage.vue'),
    meta: { title: 'title.book' },
  },
  {
    path: paths.doctor,
    name: 'doctor',
    component: () => import('./pages/DoctorPage.vue'),
    meta: { title: 'title.doctor' },
  },
];

export default routes;
