import { ClipboardList } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    {
      page: 'frontdesk',
      label: 'nav.frontdesk',
      icon: ClipboardList,
      position: { ADMIN: 40, RECEPTIONIST: 30 },
      also: ['appointment'],
    },
  ],
};

export default navigation;
