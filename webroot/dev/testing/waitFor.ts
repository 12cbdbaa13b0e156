import { vi } from 'vitest';
import { activate } from './activePinia';

/** Waits until work no longer fails. A busy machine is slow, not wrong: it has as long as Vitest gives a test, nearly. */
export const waitFor = <T>(work: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(
    () => {
      activate();
      return work();
    },
    { timeout: 20_000 },
  );
