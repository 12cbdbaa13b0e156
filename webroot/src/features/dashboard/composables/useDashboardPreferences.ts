import { useLocalStorage, useMediaQuery } from '@vueuse/core';
import { computed, type Ref } from 'vue';
import type { Density } from '../lib/layout';

const narrowScreen = '(max-width: 767.98px)';
const roomForPanel = '(min-width: 1100px)';

/** How this browser likes the board, kept in its storage, and whether its screen is narrow. */
export function useDashboardPreferences() {
  const stored = kept<'open' | 'closed'>('panel', matchMedia(roomForPanel).matches ? 'open' : 'closed');
  const panel = computed({
    get: () => stored.value === 'open',
    set: (open) => (stored.value = open ? 'open' : 'closed'),
  });
  return {
    density: kept<Density>('density', 'comfortable'),
    panel,
    narrow: useMediaQuery(narrowScreen),
    lastDepartment: kept<string>('department', ''),
  };
}

/** Stored once it is chosen; until then what suits otherwise may change. */
function kept<T extends string>(name: string, otherwise: T): Ref<T> {
  return useLocalStorage<string>(`clinibus.dashboard.${name}`, otherwise, {
    writeDefaults: false,
    listenToStorageChanges: false,
  }) as Ref<T>;
}
