export { default as DocumentsPart } from './components/DocumentsPart.vue';
export { default as PatientDocuments } from './components/PatientDocuments.vue';
