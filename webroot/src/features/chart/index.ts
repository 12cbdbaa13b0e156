export { useToRecord } from './composables/useToRecord';
export { recordSearchQuery, type RecordHit } from './queries';
