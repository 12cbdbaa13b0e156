import { Pill } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [{ page: 'pharmacy', label: 'nav.pharmacy', icon: Pill, position: { PHARMACIST: 10 } }],
};

export default navigation;
