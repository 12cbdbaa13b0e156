import { LayoutDashboard } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [{ page: 'overview', label: 'nav.overview', icon: LayoutDashboard, position: { ADMIN: 10 } }],
};

export default navigation;
