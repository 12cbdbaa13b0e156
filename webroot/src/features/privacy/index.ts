export { default as HandedOverCopy } from './components/HandedOverCopy.vue';
export { default as PatientPrivacy } from './components/PatientPrivacy.vue';
