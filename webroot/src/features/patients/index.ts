export { default as AllergyNote } from './components/AllergyNote.vue';
export { usePatientLines } from './composables/usePatientLines';
export { fetchPatient, findPatients, foundPatientsQuery, patientQuery, useSavePatient } from './queries';
