import { defineAsyncComponent } from 'vue';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  bells: [
    {
      roles: ['ADMIN', 'RECEPTIONIST', 'DOCTOR', 'PRIVACY_OFFICER'],
      component: defineAsyncComponent(() => import('./components/StaffBell.vue')),
    },
    { roles: ['PATIENT'], component: defineAsyncComponent(() => import('./components/PatientBell.vue')) },
  ],
};

export default navigation;
