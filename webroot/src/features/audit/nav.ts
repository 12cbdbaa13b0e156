import { ScrollText } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [{ page: 'audit', label: 'admin.tab.audit', icon: ScrollText, position: { PRIVACY_OFFICER: 20 } }],
  adminTabs: [{ page: 'audit', label: 'admin.tab.audit', position: 60 }],
};

export default navigation;
