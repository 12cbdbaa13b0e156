export { fetchPatient, findPatients, foundPatientsQuery, patientQuery, useSavePatient } from './queries';
