export { default as EntrySection } from './components/EntrySection.vue';
export { default as RecordTimeline } from './components/RecordTimeline.vue';
export { default as VisitItem } from './components/VisitItem.vue';
export { default as VitalsPart } from './components/VitalsPart.vue';
export { useEntryWords } from './composables/useEntryWords';
export { useLiveRecord } from './composables/useLiveRecord';
export { useSoughtPlace } from './composables/useSoughtPlace';
export { useToRecord } from './composables/useToRecord';
export { chartQuery, isPresent, recordSearchQuery, type RecordHit } from './queries';
