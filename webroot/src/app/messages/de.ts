import type { Messages } from '@/shared/locales';

export default import.meta.glob<Messages>(
  ['../../shared/locales/de.json', '../../features/*/locales/de.json'],
  { eager: true, import: 'default' },
);
