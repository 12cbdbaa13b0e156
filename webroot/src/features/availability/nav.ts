import { Clock } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    {
      page: 'availability',
      label: 'nav.hours',
      icon: Clock,
      position: { DOCTOR: 40 },
      params: ({ doctorId }) => ({ doctorId: doctorId ?? '' }),
    },
  ],
  adminTabs: [{ page: 'holidays', label: 'admin.tab.holidays', position: 40 }],
};

export default navigation;
