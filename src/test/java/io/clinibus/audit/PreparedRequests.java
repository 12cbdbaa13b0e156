package io.clinibus.audit;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.patients.api.AccountInvitationsApi;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.testing.BusFixture;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Valid requests for operations that the audit trail records, after what they need. */
abstract class PreparedRequests {

  /**
   * A request.
   *
   * @param patient whom it is about, or null
   */
  record Asked(Record request, Caller caller, UUID patient) {}

  static final LocalDate DAY = LocalDate.parse("2026-11-24");

  final BusFixture clinic;
  final Map<Operation<?, ?>, Supplier<Asked>> requests;

  PreparedRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    this.clinic = clinic;
    this.requests = requests;
  }

  static OffsetDateTime at(String time) {
    return OffsetDateTime.parse(DAY + "T" + time + ":00+01:00");
  }

  final Appointment booked() {
    var wanted = new BookAppointment(clinic.doctor(), clinic.patient(), at("10:00"), null, null);
    return clinic.ask(AppointmentsApi.BOOK_APPOINTMENT, wanted, clinic.frontDesk());
  }

  /** An entry to which a freed time is offered. */
  private WaitlistEntry offered() {
    Appointment booked = booked();
    UUID patient = clinic.patient();
    WaitlistEntry entry =
        clinic.ask(WaitlistApi.JOIN_WAITLIST, wish(booked.doctorId()), clinic.asPatient(patient));
    clinic.ask(
        AppointmentsApi.CANCEL_APPOINTMENT,
        new AppointmentsApi.CancelAppointment(booked.id(), null),
        clinic.frontDesk());
    return entry;
  }

  /** Gives a patient an e-mail address. */
  final UUID withAddress(UUID patient) {
    clinic.sql("UPDATE patients.patient SET email = id || '@example.org' WHERE id = $1", patient);
    return patient;
  }

  /** Invites a patient to an account. */
  final void invite(UUID patient) {
    clinic.ask(
        AccountInvitationsApi.INVITE_PATIENT,
        new AccountInvitationsApi.InvitePatient(withAddress(patient)),
        clinic.frontDesk());
  }

  final WaitlistApi.JoinWaitlist wish(UUID doctor) {
    return new WaitlistApi.JoinWaitlist(
        null, doctor == null ? clinic.doctor() : doctor, null, null, null);
  }

  static PatientDetails person() {
    return new PatientDetails("Ada", "Byron", null, null, null, null, null, null, null, null);
  }

  final void onOwn(Operation<?, ?> operation, Function<UUID, Record> request) {
    requests.put(
        operation,
        () -> {
          UUID patient = clinic.patient();
          return new Asked(request.apply(patient), clinic.asPatient(patient), patient);
        });
  }

  final void onTreated(Operation<?, ?> operation, Function<Appointment, Record> request) {
    requests.put(
        operation,
        () -> {
          Appointment booked = booked();
          Caller doctor = clinic.asDoctor(booked.doctorId());
          return new Asked(request.apply(booked), doctor, booked.patientId());
        });
  }

  final void on(Operation<?, ?> operation, Function<UUID, Record> request, Caller by) {
    requests.put(
        operation,
        () -> {
          UUID patient = clinic.patient();
          return new Asked(request.apply(patient), by, patient);
        });
  }

  final void onBooked(Operation<?, ?> operation, Function<Appointment, Record> request) {
    requests.put(
        operation,
        () -> {
          Appointment booked = booked();
          return new Asked(request.apply(booked), clinic.frontDesk(), booked.patientId());
        });
  }

  final void onEntry(Operation<?, ?> operation, Function<WaitlistEntry, Record> request) {
    requests.put(
        operation,
        () -> {
          WaitlistEntry entry = offered();
          return new Asked(request.apply(entry), clinic.frontDesk(), entry.patientId());
        });
  }

  final void onDoctor(Operation<?, ?> operation, Function<UUID, Record> request) {
    requests.put(
        operation, () -> new Asked(request.apply(clinic.doctor()), clinic.frontDesk(), null));
  }

  final void onClinic(Operation<?, ?> operation, Supplier<Record> request) {
    requests.put(operation, () -> new Asked(request.get(), clinic.admin(), null));
  }
}
