import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  mailbox: '/admin/mailbox/:mailId?',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.mailbox,
    name: 'mailbox',
    component: () => import('./pages/MailboxPage.vue'),
    meta: { title: 'title.mailbox', roles: ['ADMIN'], tab: 'mailbox' },
  },
];

export default routes;
