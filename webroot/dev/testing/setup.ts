import { getActivePinia } from 'pinia';
import { afterEach } from 'vitest';

/** Files share an environment: no store of one test listens during another. */
afterEach(() => getActivePinia()?._s.forEach((store) => store.$dispose()));
