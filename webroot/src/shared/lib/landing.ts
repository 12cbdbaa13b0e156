import type { RouteLocationNormalized, Router } from 'vue-router';
import type { Role } from '@/shared/api/client';
import { workers } from '@/shared/routing';

/** Of several roles, the first one decides. */
const precedence: Role[] = [...workers, 'PATIENT'];

/** The path of the page on which a user with these roles begins. */
export function landingPage(router: Pick<Router, 'getRoutes'>, roles: Role[]): string {
  const routes = router.getRoutes();
  const landings = precedence
    .filter((role) => roles.includes(role))
    .map((role) => routes.find(({ meta }) => meta.landingFor === role));
  return landings.find((route) => route)?.path ?? '/';
}

/** The page that a login was asked for, if it is one of ours. */
export function nextPage(to: Pick<RouteLocationNormalized, 'query'>): string | null {
  const next = to.query.next;
  return typeof next === 'string' && next.startsWith('/') && !/^\/[/\\]/.test(next) ? next : null;
}
