import type { RouteRecordRaw } from 'vue-router';
import type { PagesOf } from '@/shared/routing';

const paths = {
  queue: '/queue',
  wall: '/wall/:wallId',
  walls: '/admin/walls',
} as const;

declare module '@/shared/routing' {
  interface Pages extends PagesOf<typeof paths> {}
}

const routes: RouteRecordRaw[] = [
  {
    path: paths.queue,
    name: 'queue',
    component: () => import('./pages/QueuePage.vue'),
    meta: { title: 'title.queue', roles: ['ADMIN', 'RECEPTIONIST'] },
  },
  {
    path: paths.wall,
    name: 'wall',
    component: () => import('./pages/WallPage.vue'),
    meta: { title: 'title.wall', bare: true },
  },
  {
    path: paths.walls,
    name: 'walls',
    component: () => import('./pages/WallsPage.vue'),
    meta: { title: 'title.walls', roles: ['ADMIN'], tab: 'walls' },
  },
];

export default routes;
