import type { Messages } from '@/shared/locales';

/** The texts of several files as one tree. */
export function merge(files: Record<string, Messages>): Messages {
  const all: Messages = {};
  Object.values(files).forEach((file) => add(all, file));
  return all;
}

function add(to: Messages, from: Messages) {
  for (const [key, value] of Object.entries(from)) {
    if (typeof value === 'string') {
      to[key] = value;
    } else {
      add((to[key] ??= {}) as Messages, value);
    }
  }
}
