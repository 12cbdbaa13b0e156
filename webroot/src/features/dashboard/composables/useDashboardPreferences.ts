import { onScopeDispose, ref, watch, type Ref } from 'vue';
import type { Density } from '../lib/layout';

const narrowScreen = '(max-width: 767.98px)';
const roomForPanel = '(min-width: 1100px)';

/** How this browser likes the board, kept in its storage, and whether its screen is narrow. */
export function useDashboardPreferences() {
  const density = kept<Density>('density', 'comfortable');
  const panel = ref(stored('panel', matchMedia(roomForPanel).matches ? 'open' : 'closed') === 'open');
  watch(panel, (open) => store('panel', open ? 'open' : 'closed'));

  const media = matchMedia(narrowScreen);
  const narrow = ref(media.matches);
  const follow = () => (narrow.value = media.matches);
  media.addEventListener('change', follow);
  onScopeDispose(() => media.removeEventListener('change', follow));

  return { density, panel, narrow, lastDepartment: kept<string>('department', '') };
}

const stored = (name: string, otherwise: string) =>
  localStorage.getItem(`clinibus.dashboard.${name}`) ?? otherwise;
const store = (name: string, value: string) => localStorage.setItem(`clinibus.dashboard.${name}`, value);

function kept<T extends string>(name: string, otherwise: T): Ref<T> {
  const value = ref(stored(name, otherwise)) as Ref<T>;
  watch(value, (now) => store(name, now));
  return value;
}
