import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  adminTabs: [{ page: 'visit-types', label: 'admin.tab.visitTypes', position: 22 }],
};

export default navigation;
