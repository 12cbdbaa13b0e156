import { defineAsyncComponent } from 'vue';
import type { Navigation } from '@/shared/navigation';
import { staff } from '@/shared/routing';

const navigation: Partial<Navigation> = {
  banners: [{ roles: staff, component: defineAsyncComponent(() => import('./components/SheetPlace.vue')) }],
};

export default navigation;
