import { computed, inject } from 'vue';
import { navigationKey, type Audience, type Place } from '@/shared/navigation';
import { useSession } from '@/shared/stores/session';
import type { RouteLocationRaw } from 'vue-router';

/** The navigation of the user. */
export function useAudience() {
  const session = useSession();
  const { places: all } = inject(navigationKey)!;

  /** Whose navigation the user may have, the first one with places is shown. */
  const audiences = computed<Audience[]>(() => {
    if (!session.signedIn) {
      return ['GUEST'];
    }
    const roles = (
      ['ADMIN', 'RECEPTIONIST', 'DOCTOR', 'PHARMACIST', 'PRIVACY_OFFICER', 'PATIENT'] as const
    ).filter((role) => session.hasRole(role) && (role !== 'DOCTOR' || session.user?.doctorId));
    return [...roles, 'SIGNED_IN'];
  });

  const placesOf = (audience: Audience): Place[] =>
    all
      .filter(({ position }) => position[audience])
      .sort((a, b) => a.position[audience]! - b.position[audience]!);

  const places = computed<Place[]>(() => {
    const audience = audiences.value.find((one) => placesOf(one).length > 0);
    return audience ? placesOf(audience) : [];
  });

  /** Of patients and visitors: what the bar at the top leads to. */
  const publicPlaces = computed(() => [...new Set([...placesOf('GUEST'), ...places.value])]);

  function addressOf({ page, params }: Place): RouteLocationRaw {
    return { name: page, params: session.user ? params?.(session.user) : undefined } as RouteLocationRaw;
  }

  return { places, publicPlaces, addressOf };
}
