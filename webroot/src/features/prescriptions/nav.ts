import { Tablets } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [{ page: 'medications', label: 'nav.medications', icon: Tablets, position: { PHARMACIST: 20 } }],
  adminTabs: [{ page: 'medications', label: 'nav.medications', position: 24 }],
};

export default navigation;
