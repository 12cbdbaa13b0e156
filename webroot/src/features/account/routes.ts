import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  login: '/login',
  register: '/register',
  'set-password': '/invitation',
  account: '/account',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.login,
    name: 'login',
    component: () => import('./pages/LoginPage.vue'),
    meta: { title: 'title.login', guestsOnly: true },
  },
  {
    path: paths.register,
    name: 'register',
    component: () => import('./pages/RegisterPage.vue'),
    meta: { title: 'title.register', guestsOnly: true },
  },
  {
    path: paths['set-password'],
    name: 'set-password',
    component: () => import('./pages/SetPasswordPage.vue'),
    meta: { title: 'title.setPassword' },
  },
  {
    path: paths.account,
    name: 'account',
    component: () => import('./pages/AccountPage.vue'),
    meta: { title: 'title.account', roles: ['ADMIN', 'RECEPTIONIST', 'DOCTOR', 'PHARMACIST', 'PATIENT'] },
  },
];

export default routes;
