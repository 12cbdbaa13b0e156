import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  adminTabs: [{ page: 'holidays', label: 'admin.tab.holidays', position: 40 }],
};

export default navigation;
