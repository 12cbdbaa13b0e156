import type { RouteRecordRaw } from 'vue-router';
import { workers, type PagesOf } from '@/shared/routing';

const paths = {
  login: '/login',
  register: '/register',
  'set-password': '/invitation',
  'forgot-password': '/forgot-password',
  'patient-invitation': '/patient-invitation',
  'confirm-address': '/confirm-address',
  'confirm-address-change': '/confirm-address-change',
  'second-factor': '/second-factor',
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
    path: paths['forgot-password'],
    name: 'forgot-password',
    component: () => import('./pages/ForgotPasswordPage.vue'),
    meta: { title: 'title.forgotPassword' },
  },
  {
    path: paths['patient-invitation'],
    name: 'patient-invitation',
    component: () => import('./pages/PatientInvitationPage.vue'),
    meta: { title: 'title.patientInvitation' },
  },
  {
    path: paths['confirm-address'],
    name: 'confirm-address',
    component: () => import('./pages/ConfirmAddressPage.vue'),
    meta: { title: 'title.confirmAddress' },
  },
  {
    path: paths['confirm-address-change'],
    name: 'confirm-address-change',
    component: () => import('./pages/ConfirmAddressChangePage.vue'),
    meta: { title: 'title.confirmAddressChange' },
  },
  {
    path: paths['second-factor'],
    name: 'second-factor',
    component: () => import('./pages/SecondFactorPage.vue'),
    meta: {
      title: 'title.secondFactor',
      roles: [...workers, 'PATIENT'],
    },
  },
  {
    path: paths.account,
    name: 'account',
    component: () => import('./pages/AccountPage.vue'),
    meta: {
      title: 'title.account',
      roles: [...workers, 'PATIENT'],
      tab: 'account',
    },
  },
];

export default routes;
