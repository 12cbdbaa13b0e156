import { defineAsyncComponent } from 'vue';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  patientActions: [
    {
      roles: ['DOCTOR'],
      component: defineAsyncComponent(() => import('./components/NoteWithoutVisit.vue')),
    },
  ],
};

export default navigation;
