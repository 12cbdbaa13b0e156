import { UserRound, Users } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    {
      page: 'patients',
      label: 'nav.patients',
      icon: Users,
      position: { ADMIN: 40, RECEPTIONIST: 30, DOCTOR: 30 },
      also: ['patient'],
    },
    { page: 'profile', label: 'nav.profile', icon: UserRound, position: { PATIENT: 40 } },
  ],
};

export default navigation;
