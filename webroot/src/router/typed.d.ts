import type { RouteRecordInfo } from 'vue-router';

type Plain = Record<never, never>;

interface Pages {
  home: RouteRecordInfo<'home', '/', Plain, Plain>;
  book: RouteRecordInfo<'book', '/book', Plain, Plain>;
  doctor: RouteRecordInfo<'doctor', '/doctors/:doctorId', { doctorId: string }, { doctorId: string }>;
  login: RouteRecordInfo<'login', '/login', Plain, Plain>;
  register: RouteRecordInfo<'register', '/register', Plain, Plain>;
  'set-password': RouteRecordInfo<'set-password', '/invitation', Plain, Plain>;
  appointments: RouteRecordInfo<'appointments', '/appointments', Plain, Plain>;
  profile: RouteRecordInfo<'profile', '/profile', Plain, Plain>;
  account: RouteRecordInfo<'account', '/account', Plain, Plain>;
  day: RouteRecordInfo<'day', '/day/:day?', { day?: string }, { day?: string }>;
  dashboard: RouteRecordInfo<'dashboard', '/dashboard', Plain, Plain>;
  patients: RouteRecordInfo<'patients', '/patients', Plain, Plain>;
  patient: RouteRecordInfo<'patient', '/patients/:patientId', { patientId: string }, { patientId: string }>;
  today: RouteRecordInfo<'today', '/today', Plain, Plain>;
  calendar: RouteRecordInfo<'calendar', '/calendar', Plain, Plain>;
  availability: RouteRecordInfo<
    'availability',
    '/doctors/:doctorId/availability',
    { doctorId: string },
    { doctorId: string }
  >;
  overview: RouteRecordInfo<'overview', '/overview', Plain, Plain>;
  oversight: RouteRecordInfo<'oversight', '/admin/appointments', Plain, Plain>;
  'oversight-visit': RouteRecordInfo<
    'oversight-visit',
    '/admin/appointments/:appointmentId',
    { appointmentId: string },
    { appointmentId: string }
  >;
  doctors: RouteRecordInfo<'doctors', '/admin/doctors', Plain, Plain>;
  'doctor-new': RouteRecordInfo<'doctor-new', '/admin/doctors/new', Plain, Plain>;
  'doctor-edit': RouteRecordInfo<
    'doctor-edit',
    '/admin/doctors/:doctorId',
    { doctorId: string },
    { doctorId: string }
  >;
  departments: RouteRecordInfo<'departments', '/admin/departments', Plain, Plain>;
  holidays: RouteRecordInfo<'holidays', '/admin/holidays', Plain, Plain>;
  mailbox: RouteRecordInfo<'mailbox', '/admin/mailbox/:mailId?', { mailId?: string }, { mailId?: string }>;
  users: RouteRecordInfo<'users', '/admin/users', Plain, Plain>;
  settings: RouteRecordInfo<'settings', '/admin/settings', Plain, Plain>;
  forbidden: RouteRecordInfo<'forbidden', '/forbidden', Plain, Plain>;
  'not-found': RouteRecordInfo<'not-found', '/:path(.*)*', { path?: string[] }, { path?: string[] }>;
}

declare module 'vue-router' {
  interface TypesConfig {
    RouteNamedMap: Pages;
  }
}
