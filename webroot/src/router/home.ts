import type { RouteLocationNormalized } from 'vue-router';
import type { Role } from '@/api/client';

/** Where somebody with these roles begins. */
export function homeOf(roles: Role[]) {
  if (roles.includes('ADMIN')) {
    return { name: 'overview' as const };
  }
  if (roles.includes('RECEPTIONIST')) {
    return { name: 'dashboard' as const };
  }
  if (roles.includes('DOCTOR')) {
    return { name: 'today' as const };
  }
  return roles.includes('PATIENT') ? { name: 'appointments' as const } : { name: 'home' as const };
}

/** The page that a login was asked for, if it is one of ours. */
export function nextPage(to: Pick<RouteLocationNormalized, 'query'>): string | null {
  const next = to.query.next;
  return typeof next === 'string' && next.startsWith('/') && !/^\/[/\\]/.test(next) ? next : null;
}
