import { CalendarCheck } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    {
      page: 'appointments',
      label: 'nav.appointments',
      icon: CalendarCheck,
      position: { PATIENT: 30 },
      also: ['appointment'],
    },
  ],
};

export default navigation;
