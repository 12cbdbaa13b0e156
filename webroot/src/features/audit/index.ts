export { default as RecordAccesses } from './components/RecordAccesses.vue';
