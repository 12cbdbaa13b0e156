export { useNextCaller } from './composables/useNextCaller';
