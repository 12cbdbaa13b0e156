import { defineAsyncComponent } from 'vue';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  tools: [
    {
      roles: ['ADMIN', 'RECEPTIONIST', 'DOCTOR'],
      component: defineAsyncComponent(() => import('./components/SearchTool.vue')),
    },
  ],
};

export default navigation;
