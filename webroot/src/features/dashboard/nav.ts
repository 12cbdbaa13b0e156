import { Columns3 } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    {
      page: 'dashboard',
      label: 'nav.dashboard',
      icon: Columns3,
      position: { ADMIN: 20, RECEPTIONIST: 10, DOCTOR: 40 },
      also: ['day', 'telephone'],
    },
  ],
};

export default navigation;
