import { Hourglass } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [{ page: 'queue', label: 'nav.queue', icon: Hourglass, position: { RECEPTIONIST: 15 } }],
  adminTabs: [{ page: 'walls', label: 'admin.tab.walls', position: 45 }],
};

export default navigation;
