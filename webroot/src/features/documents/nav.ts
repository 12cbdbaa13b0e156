import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  meTabs: [{ page: 'documents', label: 'nav.documents', position: 12 }],
};

export default navigation;
