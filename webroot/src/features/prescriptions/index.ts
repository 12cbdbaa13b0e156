export { default as PatientPrescriptions } from './components/PatientPrescriptions.vue';
export { default as PrescriptionsPart } from './components/PrescriptionsPart.vue';
export { type Prescription } from './queries';
