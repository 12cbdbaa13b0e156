import { defineAsyncComponent } from 'vue';

export { default as MissedOffer } from './components/MissedOffer.vue';
export { default as WaitlistInvitation } from './components/WaitlistInvitation.vue';
export { default as WaitlistSection } from './components/WaitlistSection.vue';
export { departmentWaitlistQuery, useLeave } from './queries';
export { useWaitlist } from './composables/useWaitlist';

/** A form: read when it is opened. */
export const JoinDialog = defineAsyncComponent(() => import('./components/JoinDialog.vue'));
