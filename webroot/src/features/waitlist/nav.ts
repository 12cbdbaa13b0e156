import { defineAsyncComponent } from 'vue';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  banners: [
    { roles: ['PATIENT'], component: defineAsyncComponent(() => import('./components/OfferBar.vue')) },
  ],
};

export default navigation;
