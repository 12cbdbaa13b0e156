import { UserPlus } from 'lucide-vue-next';
import { computed, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useNextCaller } from '@/features/telephone';
import { useSession } from '@/shared/stores/session';
import type { Entry } from '../lib/entries';

/** The way to add and to book somebody whose name nobody has, for the front desk. */
export function useNewcomer(typed: Readonly<Ref<string>>) {
  const { t } = useI18n();
  const router = useRouter();
  const session = useSession();
  const nextCaller = useNextCaller();
  return computed<Entry[]>(() => {
    const name = typed.value.trim();
    return session.hasRole('ADMIN', 'RECEPTIONIST') && name && !/\d/.test(name)
      ? [
          {
            id: 'newcomer',
            icon: UserPlus,
            text: t('search.newcomer', { name }),
            run: () => {
              nextCaller.next = name;
              return router.push({ name: 'telephone' });
            },
          },
        ]
      : [];
  });
}
