package io.clinibus.audit;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AssignmentApi;
import io.clinibus.scheduling.api.HoldsApi;
import io.clinibus.scheduling.api.QueueApi;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.testing.BusFixture;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Requests for appointments and of the waitlist. */
final class SchedulingRequests extends PreparedRequests {

  SchedulingRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    appointments();
    queue();
    waitlist();
  }

  private void appointments() {
    requests.put(
        AppointmentsApi.BOOK_APPOINTMENT,
        () -> {
          UUID patient = clinic.patient();
          var own = new BookAppointment(clinic.doctor(), null, at("10:00"), null, null);
          return new Asked(own, clinic.asPatient(patient), patient);
        });
    requests.put(
        AppointmentsApi.OVERBOOK_APPOINTMENT,
        () -> {
          UUID doctor = clinic.doctor();
          var regular = new BookAppointment(doctor, clinic.patient(), at("10:00"), null, null);
          clinic.ask(AppointmentsApi.BOOK_APPOINTMENT, regular, clinic.frontDesk());
          UUID patient = clinic.patient();
          var extra =
              new AppointmentsApi.OverbookAppointment(
                  doctor, patient, at("10:00"), null, "urgent", null);
          return new Asked(extra, clinic.admin(), patient);
        });
    requests.put(
        HoldsApi.HOLD_SLOT,
        () -> {
          UUID patient = clinic.patient();
          var hold = new HoldsApi.HoldSlot(clinic.doctor(), at("10:00"), patient, null);
          return new Asked(hold, clinic.frontDesk(), patient);
        });
    requests.put(
        AssignmentApi.AUTO_ASSIGN,
        () -> {
          clinic.doctor();
          UUID patient = clinic.patient();
          var assign =
              new AssignmentApi.AutoAssign(
                  null, null, "Cardiology", null, null, null, true, null, null, null, null);
          return new Asked(assign, clinic.asPatient(patient), patient);
        });
    onBooked(AppointmentsApi.GET_APPOINTMENT, b -> new AppointmentsApi.GetAppointment(b.id()));
    onBooked(
        AppointmentsApi.LIST_APPOINTMENTS,
        b ->
            new AppointmentsApi.ListAppointments(
                null, null, b.doctorId(), null, null, null, null, null, null));
    onBooked(
        AppointmentsApi.GET_APPOINTMENT_HISTORY,
        b -> new AppointmentsApi.GetAppointmentHistory(b.id()));
    onBooked(
        AppointmentsApi.GET_CALENDAR_FILE, b -> new AppointmentsApi.GetCalendarFile(b.id(), "en"));
    onBooked(
        AppointmentsApi.RESCHEDULE_APPOINTMENT,
        b ->
            new AppointmentsApi.RescheduleAppointment(
                b.id(), b.version(), at("11:00"), null, null));
    onBooked(
        AppointmentsApi.CANCEL_APPOINTMENT,
        b -> new AppointmentsApi.CancelAppointment(b.id(), null));
    onBooked(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        b ->
            new AppointmentsApi.ChangeAppointmentStatus(
                b.id(), null, AppointmentStatus.CANCELLED, null));
    onBooked(
        AgendaApi.GET_DEPARTMENT_DAY,
        b -> new AgendaApi.GetDepartmentDay(clinic.department(), DAY));
    requests.put(
        AgendaApi.LIST_UPCOMING,
        () -> {
          Appointment booked = booked();
          Caller doctor = clinic.asDoctor(booked.doctorId());
          return new Asked(new AgendaApi.ListUpcoming(), doctor, booked.patientId());
        });
  }

  private void queue() {
    requests.put(
        QueueApi.GET_QUEUE,
        () -> {
          Appointment waiting = waiting();
          return new Asked(new QueueApi.GetQueue(), clinic.frontDesk(), waiting.patientId());
        });
    requests.put(
        QueueApi.CALL_PATIENT,
        () -> {
          Appointment waiting = waiting();
          var call = new QueueApi.CallPatient(waiting.id());
          return new Asked(call, clinic.frontDesk(), waiting.patientId());
        });
    onClinic(
        QueueApi.ADD_WALL, () -> new QueueApi.AddWall(new QueueApi.WallDetails("Waiting room")));
    onClinic(
        QueueApi.REMOVE_WALL,
        () -> {
          var wall = new QueueApi.AddWall(new QueueApi.WallDetails("Corridor"));
          return new QueueApi.RemoveWall(clinic.ask(QueueApi.ADD_WALL, wall, clinic.admin()).id());
        });
  }

  /** A patient who has arrived, whatever the day of the appointment. */
  private Appointment waiting() {
    Appointment booked = booked();
    clinic.sql(
        """
        UPDATE scheduling.appointment SET status = 'CHECKED_IN', status_since = $2 WHERE id = $1
        """,
        booked.id(),
        clinic.platform().clock().instant().atOffset(ZoneOffset.UTC));
    clinic.sql(
        "SELECT scheduling.issue_ticket(a)::text FROM scheduling.appointment a WHERE id = $1",
        booked.id());
    return booked;
  }

  private void waitlist() {
    requests.put(
        WaitlistApi.JOIN_WAITLIST,
        () -> {
          UUID patient = clinic.patient();
          return new Asked(wish(null), clinic.asPatient(patient), patient);
        });
    onEntry(
        WaitlistApi.LIST_WAITLIST,
        entry -> new WaitlistApi.ListWaitlist(null, entry.doctorId(), null, null, null));
    onEntry(WaitlistApi.LEAVE_WAITLIST, entry -> new WaitlistApi.LeaveWaitlist(entry.id()));
    onEntry(WaitlistApi.ACCEPT_OFFER, entry -> new WaitlistApi.AcceptOffer(entry.id()));
    onEntry(WaitlistApi.PASS_OFFER, entry -> new WaitlistApi.PassOffer(entry.id()));
  }
}
