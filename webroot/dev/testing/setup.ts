import { afterEach, vi } from 'vitest';
import { forget } from './activePinia';

/** Files share an environment: no store of one test listens during another, and no clock of it stands. */
afterEach(() => {
  forget();
  vi.useRealTimers();
});
