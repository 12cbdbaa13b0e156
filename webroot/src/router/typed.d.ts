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
