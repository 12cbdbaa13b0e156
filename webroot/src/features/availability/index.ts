export { default as ConflictWarning } from './components/ConflictWarning.vue';
export { clockOf, displayedHours } from './lib/weekHours';
