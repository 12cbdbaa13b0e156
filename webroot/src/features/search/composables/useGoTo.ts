import { ArrowRight, Plus, Printer } from 'lucide-vue-next';
import { computed, inject } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useAudience } from '@/shared/composables/useAudience';
import { navigationKey } from '@/shared/navigation';
import { useSession } from '@/shared/stores/session';
import type { Entry } from '../lib/entries';

/** The places of the user, and what the user can create. */
export function useGoTo() {
  const { t } = useI18n();
  const router = useRouter();
  const session = useSession();
  const { adminTabs, creations } = inject(navigationKey)!;
  const { places, addressOf } = useAudience();

  const print: Entry = {
    id: 'print',
    icon: Printer,
    text: t('search.printPage'),
    // After the dialog has gone.
    run: () => setTimeout(() => window.print(), 300),
  };

  const actions = computed<Entry[]>(() => [
    ...creations
      .filter(({ roles }) => session.hasRole(...roles))
      .map(({ label, to }) => ({
        id: `new-${label}`,
        icon: Plus,
        text: t('search.new', { what: t(label) }),
        run: () => router.push(to),
      })),
    print,
  ]);

  const goTo = computed<Entry[]>(() => {
    const tabs = session.hasRole('ADMIN') ? adminTabs : [];
    const pages = [
      ...places.value.map((place) => ({ label: place.label, to: addressOf(place) })),
      ...tabs.map(({ page, label }) => ({ label, to: { name: page } })),
      { label: 'nav.account', to: { name: 'account' as const } },
    ];
    return pages.map(({ label, to }) => ({
      id: `to-${label}`,
      icon: ArrowRight,
      text: t(label),
      run: () => router.push(to as Parameters<typeof router.push>[0]),
    }));
  });

  return { actions, goTo };
}
