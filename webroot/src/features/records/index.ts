export { default as EncounterHistory } from './components/EncounterHistory.vue';
export { default as EncounterView } from './components/EncounterView.vue';
export { default as NoteWithoutVisit } from './components/NoteWithoutVisit.vue';
export { default as TreatButton } from './components/TreatButton.vue';
export { default as UnsignedNotesLink } from './components/UnsignedNotesLink.vue';
export { useTreat } from './composables/useTreat';
export { encounterPagesQuery, encounterQuery, encountersQuery, type Encounter } from './queries';
