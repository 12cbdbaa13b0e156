import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  adminTabs: [{ page: 'users', label: 'admin.tab.users', position: 30 }],
};

export default navigation;
