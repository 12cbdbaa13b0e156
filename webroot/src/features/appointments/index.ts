export { default as CancelDialog } from './components/CancelDialog.vue';
export { default as MoveDialog } from './components/MoveDialog.vue';
export { default as VisitHistory } from './components/VisitHistory.vue';
export { allowedStatuses } from './lib/transitions';
export {
  appointmentQuery,
  appointmentsQuery,
  fewAppointmentsQuery,
  useBook,
  useReschedule,
  useSetStatus,
} from './queries';
