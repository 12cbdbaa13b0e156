import { getActivePinia } from 'pinia';
import { afterEach } from 'vitest';
import { activate, forget } from './activePinia';

/** Files share an environment: no store of one test listens during another. */
afterEach(() => {
  activate();
  getActivePinia()?._s.forEach((store) => store.$dispose());
  forget();
});
