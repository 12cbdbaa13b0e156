import { UserRound, Users } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    {
      page: 'patients',
      label: 'nav.patients',
      icon: Users,
      position: { ADMIN: 30, RECEPTIONIST: 20, DOCTOR: 30 },
      also: ['patient', 'duplicates'],
    },
    {
      page: 'profile',
      label: 'nav.me',
      icon: UserRound,
      position: { PATIENT: 40 },
      also: ['family', 'privacy', 'account'],
    },
  ],
  meTabs: [{ page: 'profile', label: 'nav.profile', position: 10 }],
  creations: [
    {
      roles: ['ADMIN', 'RECEPTIONIST'],
      label: 'patient.one',
      position: 20,
      to: { name: 'patients', query: { add: '1' } },
    },
  ],
};

export default navigation;
