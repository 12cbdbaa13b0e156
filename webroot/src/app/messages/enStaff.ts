import type { Messages } from '@/shared/locales';

/** The texts of features that only staff uses: nobody loads them before signing in. */
export default import.meta.glob<Messages>('../../features/*/locales/staff.en.json', {
  eager: true,
  import: 'default',
});
