import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  audit: '/admin/audit',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.audit,
    name: 'audit',
    component: () => import('./pages/AuditPage.vue'),
    meta: { title: 'title.audit', roles: ['ADMIN', 'PRIVACY_OFFICER'], tab: 'audit' },
  },
];

export default routes;
