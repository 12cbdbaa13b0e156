export { default as MissedOffer } from './components/MissedOffer.vue';
export { default as WaitlistInvitation } from './components/WaitlistInvitation.vue';
export { default as WaitlistSection } from './components/WaitlistSection.vue';
export { useWaitlist } from './composables/useWaitlist';
export { departmentWaitlistQuery, useLeave } from './queries';
