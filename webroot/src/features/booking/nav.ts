import { Building2, CalendarPlus, House, Stethoscope } from 'lucide-vue-next';
import { staff } from '@/shared/routing';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    { page: 'home', label: 'nav.home', icon: House, position: { PATIENT: 10, SIGNED_IN: 10, GUEST: 10 } },
    {
      page: 'book',
      label: 'nav.book',
      icon: CalendarPlus,
      position: { PATIENT: 20, GUEST: 40 },
    },
    { page: 'department-list', label: 'nav.departments', icon: Building2, position: { GUEST: 20 } },
    {
      page: 'doctor-list',
      label: 'nav.doctors',
      icon: Stethoscope,
      position: { GUEST: 30 },
      also: ['doctor'],
    },
  ],
  creations: [{ roles: staff, label: 'nav.appointment', position: 10, to: { name: 'book' } }],
};

export default navigation;
