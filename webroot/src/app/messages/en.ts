import type { Messages } from '@/shared/locales';

export default import.meta.glob<Messages>(
  ['../../shared/locales/en.json', '../../features/*/locales/en.json'],
  { eager: true, import: 'default' },
);
