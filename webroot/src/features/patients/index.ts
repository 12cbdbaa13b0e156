export { default as AllergyNote } from './components/AllergyNote.vue';
export { default as EmergencyContactLine } from './components/EmergencyContactLine.vue';
export { default as EmergencyNote } from './components/EmergencyNote.vue';
export { default as ColleagueNote } from './components/ColleagueNote.vue';
export { default as UnreadableAllergies } from './components/UnreadableAllergies.vue';
export { acceptsNotes, isReadOnly } from './lib/access';
export { usePatientLines } from './composables/usePatientLines';
export {
  fetchPatient,
  findPatients,
  foundPatientsQuery,
  patientAccountQuery,
  patientQuery,
  useSavePatient,
} from './queries';
