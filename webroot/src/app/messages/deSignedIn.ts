import type { Messages } from '@/shared/locales';

/** Of these files what has its English text in `staff.en.json`. */
export default import.meta.glob<Messages>(
  ['../../shared/locales/de.json', '../../features/*/locales/de.json'],
  { eager: true, import: 'default', query: '?signed-in' },
);
