import { CalendarRange, Sun } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    { page: 'today', label: 'nav.today', icon: Sun, position: { DOCTOR: 10 }, also: ['unsignedNotes'] },
    {
      page: 'calendar',
      label: 'nav.calendar',
      icon: CalendarRange,
      position: { DOCTOR: 20 },
      also: ['availability'],
    },
  ],
};

export default navigation;
