import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  adminTabs: [{ page: 'settings', label: 'admin.tab.settings', position: 50 }],
};

export default navigation;
