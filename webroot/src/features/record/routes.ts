import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = { record: '/patients/:patientId/record' } as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.record,
    name: 'record',
    component: () => import('./pages/RecordPage.vue'),
    meta: { title: 'title.record', roles: ['DOCTOR'] },
  },
];

export default routes;
