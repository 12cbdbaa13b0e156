import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = { treat: '/treat/:encounterId', unsignedNotes: '/unsigned-notes' } as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.treat,
    name: 'treat',
    component: () => import('./pages/TreatPage.vue'),
    meta: { title: 'title.treat', roles: ['DOCTOR'] },
  },
  {
    path: paths.unsignedNotes,
    name: 'unsignedNotes',
    component: () => import('./pages/UnsignedNotesPage.vue'),
    meta: { title: 'title.unsignedNotes', roles: ['DOCTOR'] },
  },
];

export default routes;
