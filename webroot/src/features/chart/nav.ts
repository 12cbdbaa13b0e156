import { HeartPulse } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [{ page: 'health', label: 'nav.health', icon: HeartPulse, position: { PATIENT: 35 } }],
};

export default navigation;
