import type { Messages } from '@/shared/locales';

export default import.meta.glob<Messages>(
  ['../../shared/locales/es.json', '../../features/*/locales/es.json'],
  { eager: true, import: 'default' },
);
