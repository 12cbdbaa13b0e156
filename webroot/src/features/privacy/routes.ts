import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  privacy: '/me/privacy',
  erasures: '/admin/privacy',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  { path: '/privacy', redirect: { name: 'privacy' } },
  {
    path: paths.privacy,
    name: 'privacy',
    component: () => import('./pages/PrivacyPage.vue'),
    meta: { title: 'title.privacy', roles: ['PATIENT'], tab: 'privacy' },
  },
  {
    path: paths.erasures,
    name: 'erasures',
    component: () => import('./pages/ErasuresPage.vue'),
    meta: { title: 'title.erasures', roles: ['ADMIN', 'PRIVACY_OFFICER'], tab: 'erasures' },
  },
];

export default routes;
