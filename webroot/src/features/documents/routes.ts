import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  documents: '/me/documents',
  verify: '/verify/:code',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.documents,
    name: 'documents',
    component: () => import('./pages/DocumentsPage.vue'),
    meta: { title: 'title.documents', roles: ['PATIENT'], tab: 'documents' },
  },
  {
    path: paths.verify,
    name: 'verify',
    component: () => import('./pages/VerifyPage.vue'),
    meta: { title: 'title.verify' },
  },
];

export default routes;
