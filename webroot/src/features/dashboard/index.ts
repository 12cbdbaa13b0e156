export { default as NewPatientFields } from './components/NewPatientFields.vue';
export { default as PatientFinder } from './components/PatientFinder.vue';
export { useWriteGuard } from './composables/useWriteGuard';
export { nameParts } from './lib/nameParts';
export { ThrottledTopics } from './lib/throttledTopics';
export { allDoctorsQuery } from './queries';
