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
    path: '/today',
    name: 'today',
    component: () => import('@/pages/TodayPage.vue'),
    meta: { title: 'title.today', roles: ['DOCTOR'] },
  },
  {
    path: '/calendar',
    name: 'calendar',
    component: () => import('@/pages/CalendarPage.vue'),
    meta: { title: 'title.calendar', roles: ['DOCTOR'] },
  },
  {
    path: '/doctors/:doctorId/availability',
    name: 'availability',
    component: () => import('@/pages/AvailabilityPage.vue'),
    meta: { title: 'title.availability', roles: staff },
  },
  {
    path: '/overview',
    name: 'overview',
    component: () => import('@/pages/OverviewPage.vue'),
    meta: { title: 'title.overview', roles: ['ADMIN'] },
  },
  {
    path: '/admin/appointments',
    name: 'oversight',
    component: () => import('@/pages/OversightPage.vue'),
    meta: { title: 'title.oversight', roles: ['ADMIN', 'RECEPTIONIST'] },
  },
  {
    path: '/admin/appointments/:appointmentId',
    name: 'oversight-visit',
    component: () => import('@/pages/OversightVisitPage.vue'),
    meta: { title: 'title.oversightVisit', roles: ['ADMIN', 'RECEPTIONIST'] },
  },
  {
    path: '/admin/doctors',
    name: 'doctors',
    component: () => import('@/pages/DoctorsPage.vue'),
    meta: { title: 'title.doctors', roles: ['ADMIN'], tab: 'doctors' },
  },
  {
    path: '/admin/doctors/new',
    name: 'doctor-new',
    component: () => import('@/pages/DoctorEditPage.vue'),
    meta: { title: 'title.doctorEdit', roles: ['ADMIN'], tab: 'doctors' },
  },
  {
    path: '/admin/doctors/:doctorId',
    name: 'doctor-edit',
    component: () => import('@/pages/DoctorEditPage.vue'),
    meta: { title: 'title.doctorEdit', roles: ['ADMIN'], tab: 'doctors' },
  },
  {
    path: '/admin/departments',
    name: 'departments',
    component: () => import('@/pages/DepartmentsPage.vue'),
    meta: { title: 'title.departments', roles: ['ADMIN'], tab: 'departments' },
  },
  {
    path: '/admin/holidays',
    name: 'holidays',
    component: () => import('@/pages/HolidaysPage.vue'),
    meta: { title: 'title.holidays', roles: ['ADMIN'], tab: 'holidays' },
  },
  {
    path: '/admin/mailbox/:mailId?',
    name: 'mailbox',
    component: () => import('@/pages/MailboxPage.vue'),
    meta: { title: 'title.mailbox', roles: ['ADMIN'], tab: 'mailbox' },
  },
  {
    path: '/admin/users',
    name: 'users',
    component: () => import('@/pages/UsersPage.vue'),
    meta: { title: 'title.users', roles: ['ADMIN'], tab: 'users' },
  },
  {
    path: '/admin/settings',
    name: 'settings',
    component: () => import('@/pages/SettingsPage.vue'),
    meta: { title: 'title.settings', roles: ['ADMIN'], tab: 'settings' },
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
