import type { Messages } from '@/shared/locales';

/** Of these files what has its English text in `en.json`: the build divides them (dev/texts-plugin.ts). */
export default import.meta.glob<Messages>(
  ['../../shared/locales/de.json', '../../features/*/locales/de.json'],
  { eager: true, import: 'default', query: '?everybody' },
);
