import type { RouteRecordRaw } from 'vue-router';
import { SlidersHorizontal } from 'lucide-vue-next';
import type { Navigation, Place } from '@/shared/navigation';
import type { PageName } from '@/shared/routing';
import ownRoutes from './router/routes';

// What the features bring. A new feature is found by its files; nothing is listed here.
const routesByFeature = import.meta.glob<RouteRecordRaw[]>('../features/*/routes.ts', {
  eager: true,
  import: 'default',
});
const navigationByFeature = import.meta.glob<Partial<Navigation>>('../features/*/nav.ts', {
  eager: true,
  import: 'default',
});

export const routes: RouteRecordRaw[] = [...Object.values(routesByFeature).flat(), ...ownRoutes];

const parts = Object.values(navigationByFeature);
const inOrder = <T extends { position: number }>(all: T[]) => all.sort((a, b) => a.position - b.position);
const adminTabs = inOrder(parts.flatMap((part) => part.adminTabs ?? []));
const manage: Place[] = adminTabs.slice(0, 1).map(({ page }) => ({
  page,
  label: 'nav.manage',
  icon: SlidersHorizontal,
  position: { ADMIN: 50 },
  also: routes
    .filter(({ meta }) => adminTabs.some(({ page }) => page === meta?.tab))
    .map(({ name }) => name as PageName),
}));

export const navigation: Navigation = {
  places: [...parts.flatMap((part) => part.places ?? []), ...manage],
  adminTabs,
  meTabs: inOrder(parts.flatMap((part) => part.meTabs ?? [])),
  creations: inOrder(parts.flatMap((part) => part.creations ?? [])),
  banners: parts.flatMap((part) => part.banners ?? []),
  tools: parts.flatMap((part) => part.tools ?? []),
  bells: parts.flatMap((part) => part.bells ?? []),
  patientActions: parts.flatMap((part) => part.patientActions ?? []),
};
