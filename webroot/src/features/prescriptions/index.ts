export { default as PatientPrescriptions } from './components/PatientPrescriptions.vue';
export { default as PrescriptionsPart } from './components/PrescriptionsPart.vue';
export {
  prescriptionPagesQuery,
  prescriptionsKey,
  readAgain as readPrescriptionsAgain,
  type Prescription,
} from './queries';
