import { useLocalStorage, useMediaQuery } from '@vueuse/core';
import type { Ref } from 'vue';
import type { Density } from '../lib/layout';

const roomForPanel = '(min-width: 1100px)';
const fingers = '(pointer: coarse)';
const narrowScreen = '(max-width: 767.98px)';

/** How this browser likes the board, kept in its storage, whether its screen is narrow, and whether fingers point at it. */
export function useDashboardPreferences() {
  return {
    density: kept<Density>('density', 'comfortable'),
    panel: kept<'open' | 'closed'>('panel', matchMedia(roomForPanel).matches ? 'open' : 'closed'),
    coarse: useMediaQuery(fingers),
    narrow: useMediaQuery(narrowScreen),
  };
}

/** Stored once it is chosen; until then what suits otherwise may change. */
function kept<T extends string>(name: string, otherwise: T): Ref<T> {
  return useLocalStorage<string>(`clinibus.dashboard.${name}`, otherwise, {
    writeDefaults: false,
    listenToStorageChanges: false,
  }) as Ref<T>;
}
