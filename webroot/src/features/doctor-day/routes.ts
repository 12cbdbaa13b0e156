import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  today: '/today',
  calendar: '/calendar',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.today,
    name: 'today',
    component: () => import('./pages/TodayPage.vue'),
    meta: { title: 'title.today', roles: ['DOCTOR'], landingFor: 'DOCTOR' },
  },
  {
    path: paths.calendar,
    name: 'calendar',
    component: () => import('./pages/CalendarPage.vue'),
    meta: { title: 'title.calendar', roles: ['DOCTOR'] },
  },
];

export default routes;
