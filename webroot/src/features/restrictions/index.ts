export { default as RestrictButton } from './components/RestrictButton.vue';
export { default as RestrictedDocuments } from './components/RestrictedDocuments.vue';
export { default as RestrictedMark } from './components/RestrictedMark.vue';
export { rereadRestrictions, restrictionsQuery } from './queries';
