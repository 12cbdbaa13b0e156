import type { RouteRecordRaw } from 'vue-router';
import type { Role } from '@/api/client';

const staff: Role[] = ['ADMIN', 'RECEPTIONIST', 'DOCTOR'];

/** Every page by name. The names are the app's own addresses: links use them, never paths. */
export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('@/pages/HomePage.vue'), meta: { title: 'title.home' } },
  {
    path: '/book',
    name: 'book',
    component: () => import('@/pages/BookingPage.vue'),
    meta: { title: 'title.book' },
  },
  {
    path: '/doctors/:doctorId',
    name: 'doctor',
    component: () => import('@/pages/DoctorPage.vue'),
    meta: { title: 'title.doctor' },
  },
  {
    path: '/login',
    name: 'login',
    component: () => import('@/pages/LoginPage.vue'),
    meta: { title: 'title.login', guestsOnly: true },
  },
  {
    path: '/register',
    name: 'register',
    component: () => import('@/pages/RegisterPage.vue'),
    meta: { title: 'title.register', guestsOnly: true },
  },
  {
    path: '/invitation',
    name: 'set-password',
    component: () => import('@/pages/SetPasswordPage.vue'),
    meta: { title: 'title.setPassword' },
  },
  {
    path: '/appointments',
    name: 'appointments',
    component: () => import('@/pages/AppointmentsPage.vue'),
    meta: { title: 'title.appointments', roles: ['PATIENT'] },
  },
  {
    path: '/profile',
    name: 'profile',
    component: () => import('@/pages/ProfilePage.vue'),
    meta: { title: 'title.profile', roles: ['PATIENT'] },
  },
  {
    path: '/account',
    name: 'account',
    component: () => import('@/pages/AccountPage.vue'),
    meta: { title: 'title.account', roles: ['ADMIN', 'RECEPTIONIST', 'DOCTOR', 'PHARMACIST', 'PATIENT'] },
  },
  {
    path: '/day/:day(\\d{4}-\\d{2}-\\d{2})?',
    name: 'day',
    component: () => import('@/pages/DayPage.vue'),
    meta: { title: 'title.day', roles: staff },
  },
  {
    path: '/dashboard',
    name: 'dashboard',
    component: () => import('@/pages/DashboardPage.vue'),
    meta: { title: 'title.dashboard', roles: staff, wide: true },
  },
  {
    path: '/patients',
    name: 'patients',
    component: () => import('@/pages/PatientsPage.vue'),
    meta: { title: 'title.patients', roles: staff },
  },
  {
    path: '/patients/:patientId',
    name: 'patient',
    component: () => import('@/pages/PatientPage.vue'),
    meta: { title: 'title.patient', roles: staff },
  },
  {
    path: '/admin/users',
    name: 'users',
    component: () => import('@/pages/UsersPage.vue'),
    meta: { title: 'title.users', roles: ['ADMIN'] },
  },
  {
    path: '/admin/settings',
    name: 'settings',
    component: () => import('@/pages/SettingsPage.vue'),
    meta: { title: 'title.settings', roles: ['ADMIN'] },
  },
  {
    path: '/forbidden',
    name: 'forbidden',
    component: () => import('@/pages/ForbiddenPage.vue'),
    meta: { title: 'title.forbidden' },
  },
  {
    path: '/:path(.*)*',
    name: 'not-found',
    component: () => import('@/pages/NotFoundPage.vue'),
    meta: { title: 'title.notFound' },
  },
];
