export { default as FamilyRules } from './components/FamilyRules.vue';
export { default as ForWhom } from './components/ForWhom.vue';
export { default as Representations } from './components/Representations.vue';
export { familyQuery } from './queries';
