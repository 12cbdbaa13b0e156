import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  undeliveredMails: '/admin/undelivered-mails',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.undeliveredMails,
    name: 'undeliveredMails',
    component: () => import('./pages/UndeliveredMailsPage.vue'),
    meta: { title: 'title.undeliveredMails', roles: ['ADMIN'], tab: 'undeliveredMails' },
  },
];

export default routes;
