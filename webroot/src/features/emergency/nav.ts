import { Siren } from 'lucide-vue-next';
import { defineAsyncComponent } from 'vue';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [
    {
      page: 'emergencyReviews',
      label: 'nav.emergencyReviews',
      icon: Siren,
      position: { PRIVACY_OFFICER: 10 },
    },
  ],
  adminTabs: [{ page: 'emergencyReviews', label: 'title.emergencyReviews', position: 75 }],
  banners: [
    {
      roles: ['DOCTOR'],
      component: defineAsyncComponent(() => import('./components/OpenRecordsBanner.vue')),
    },
  ],
};

export default navigation;
