export { default as AppointmentDetails } from './components/AppointmentDetails.vue';
export { default as CancelDialog } from './components/CancelDialog.vue';
export { default as CorrectionDialog } from './components/CorrectionDialog.vue';
export { default as MoveDialog } from './components/MoveDialog.vue';
export { default as VisitHistory } from './components/VisitHistory.vue';
export { useSaidStatus, useStatusText } from './lib/saidStatus';
export { allowedStatuses, correctedStatus } from './lib/transitions';
export {
  appointmentQuery,
  appointmentsQuery,
  fetchAppointments,
  fewAppointmentsQuery,
  openVisitsQuery,
  useBook,
  useCancel,
  useOverbook,
  useReschedule,
  useSetStatus,
} from './queries';
