import type { Messages } from '@/shared/locales';

/** What nobody reads before signing in. */
export default import.meta.glob<Messages>(
  ['../../shared/locales/staff.en.json', '../../features/*/locales/staff.en.json'],
  { eager: true, import: 'default' },
);
