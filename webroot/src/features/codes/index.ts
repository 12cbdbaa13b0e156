export { default as DiagnosisPicker } from './components/DiagnosisPicker.vue';
