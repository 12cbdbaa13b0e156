import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  adminTabs: [{ page: 'audit', label: 'admin.tab.audit', position: 60 }],
};

export default navigation;
