import { useMediaQuery } from '@vueuse/core';
import { watchEffect, type Ref } from 'vue';

/**
 * Chooses between the densities: small controls for staff with a mouse on a large enough screen, large ones for
 * patients, for fingers and for pages that are magnified.
 */
export function useDensity(staff: Readonly<Ref<boolean>>) {
  const precise = useMediaQuery('(pointer: fine) and (min-width: 768px)');
  watchEffect(() => {
    document.documentElement.dataset.density = staff.value && precise.value ? 'desk' : 'touch';
  });
}
