export { default as DayPicker } from './components/DayPicker.vue';
export { default as HoldRing } from './components/HoldRing.vue';
export { default as SlotTakenNotice } from './components/SlotTakenNotice.vue';
export { default as TimeGroups } from './components/TimeGroups.vue';
export { isGone, type Holding, useHold } from './composables/useHold';
export { useGoneTime } from './composables/useGoneTime';
export { useHolds } from './composables/useHolds';
export { useSlots } from './composables/useSlots';
export { useShownDay } from './composables/useShownDay';
export {
  departmentsFreeQuery,
  doctorsAtOnce,
  doctorsFreeQuery,
  fetchNextFree,
  firstFreeQuery,
  freeFreshMs,
  freeKey,
  invalidateFree,
  keptFresh,
  nextFreeQuery,
} from './queries';
