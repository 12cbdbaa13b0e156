import { CalendarPlus, House } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    { page: 'home', label: 'nav.home', icon: House, position: { PATIENT: 10, SIGNED_IN: 10, GUEST: 10 } },
    {
      page: 'book',
      label: 'nav.book',
      icon: CalendarPlus,
      position: { RECEPTIONIST: 40, PATIENT: 20, GUEST: 20 },
    },
  ],
};

export default navigation;
