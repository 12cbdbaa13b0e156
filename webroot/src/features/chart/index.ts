export { useEntryWords } from './composables/useEntryWords';
export { useLiveRecord } from './composables/useLiveRecord';
export { useToRecord } from './composables/useToRecord';
export { problemsQuery, recordSearchQuery, type RecordHit } from './queries';
