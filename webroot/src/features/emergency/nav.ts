import { defineAsyncComponent } from 'vue';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  adminTabs: [{ page: 'emergencyReviews', label: 'title.emergencyReviews', position: 75 }],
  banners: [
    {
      roles: ['DOCTOR'],
      component: defineAsyncComponent(() => import('./components/OpenRecordsBanner.vue')),
    },
  ],
};

export default navigation;
