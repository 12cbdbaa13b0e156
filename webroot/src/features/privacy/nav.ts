import { ShieldCheck } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    { page: 'erasures', label: 'admin.tab.privacy', icon: ShieldCheck, position: { PRIVACY_OFFICER: 30 } },
  ],
  meTabs: [{ page: 'privacy', label: 'nav.privacy', position: 20 }],
  adminTabs: [{ page: 'erasures', label: 'admin.tab.privacy', position: 70 }],
};

export default navigation;
