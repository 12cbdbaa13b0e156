import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  emergencyReviews: '/admin/emergency-access',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.emergencyReviews,
    name: 'emergencyReviews',
    component: () => import('./pages/EmergencyReviewsPage.vue'),
    meta: {
      title: 'title.emergencyReviews',
      roles: ['ADMIN', 'PRIVACY_OFFICER'],
      tab: 'emergencyReviews',
      landingFor: 'PRIVACY_OFFICER',
    },
  },
];

export default routes;
