import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  meTabs: [{ page: 'privacy', label: 'nav.privacy', position: 20 }],
  adminTabs: [{ page: 'erasures', label: 'admin.tab.privacy', position: 70 }],
};

export default navigation;
