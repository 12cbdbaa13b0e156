export { default as JoinDialog } from './components/JoinDialog.vue';
export { default as MissedOffer } from './components/MissedOffer.vue';
export { default as WaitlistInvitation } from './components/WaitlistInvitation.vue';
export { default as WaitlistSection } from './components/WaitlistSection.vue';
export { departmentWaitlistQuery, useLeave } from './queries';
export { useWaitlist } from './composables/useWaitlist';
