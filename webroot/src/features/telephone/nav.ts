import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  creations: [
    {
      roles: ['ADMIN', 'RECEPTIONIST'],
      label: 'title.telephone',
      position: 15,
      key: 't',
      to: { name: 'telephone' },
    },
  ],
};

export default navigation;
