export { default as VisitQuestions } from './components/VisitQuestions.vue';
export { default as VisitTypeSelect } from './components/VisitTypeSelect.vue';
export { useAnswers } from './composables/useAnswers';
export { type VisitType, visitTypesQuery } from './queries';
