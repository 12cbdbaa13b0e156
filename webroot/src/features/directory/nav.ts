import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  adminTabs: [
    { page: 'doctors', label: 'admin.tab.doctors', position: 10 },
    { page: 'departments', label: 'admin.tab.departments', position: 20 },
    { page: 'translations', label: 'admin.tab.translations', position: 25 },
  ],
};

export default navigation;
