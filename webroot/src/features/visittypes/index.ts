export { default as VisitTypeSelect } from './components/VisitTypeSelect.vue';
export { type VisitType, visitTypesQuery } from './queries';
