import { CalendarDays, ClipboardList } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    { page: 'day', label: 'nav.day', icon: CalendarDays, position: { RECEPTIONIST: 20 } },
    {
      page: 'frontdesk',
      label: 'nav.frontdesk',
      icon: ClipboardList,
      position: { ADMIN: 30, RECEPTIONIST: 50 },
      also: ['frontdesk-visit'],
    },
  ],
};

export default navigation;
