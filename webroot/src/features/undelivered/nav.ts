import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  adminTabs: [{ page: 'undeliveredMails', label: 'title.undeliveredMails', position: 65 }],
};

export default navigation;
