import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  adminTabs: [
    { page: 'doctors', label: 'admin.tab.doctors', position: 10 },
    { page: 'departments', label: 'admin.tab.departments', position: 20 },
  ],
};

export default navigation;
