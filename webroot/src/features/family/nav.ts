import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  meTabs: [{ page: 'family', label: 'nav.family', position: 15 }],
};

export default navigation;
