export { default as RestrictButton } from './components/RestrictButton.vue';
export { default as RestrictedDocuments } from './components/RestrictedDocuments.vue';
export { rereadRestrictions, restrictionsKey, restrictionsQuery } from './queries';
