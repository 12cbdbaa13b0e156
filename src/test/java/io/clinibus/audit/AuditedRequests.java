package io.clinibus.audit;

import io.clinibus.audit.api.AuditApi;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.DepartmentDetails;
import io.clinibus.directory.api.DirectoryApi.DoctorDetails;
import io.clinibus.identity.api.IdentityApi;
import io.clinibus.identity.api.IdentityApi.SignedIn;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AssignmentApi;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.AddAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityDetails;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.ClinicRulesApi.PolicyDetails;
import io.clinibus.scheduling.api.HoldsApi;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.Registrations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** A valid request for each operation that the audit trail records, after what it needs. */
final class AuditedRequests {

  /**
   * A request.
   *
   * @param patient whom it is about, or null
   */
  record Asked(Record request, Caller caller, UUID patient) {}

  private static final String PASSWORD = "violet kettle 7261";
  private static final LocalDate DAY = LocalDate.parse("2026-11-24");

  private final Map<Operation<?, ?>, Supplier<Asked>> requests = new HashMap<>();
  private final BusFixture clinic;
  private int people;

  AuditedRequests(BusFixture clinic) {
    this.clinic = clinic;
    patients();
    records();
    appointments();
    waitlist();
    rules();
    directory();
    accounts();
    trail();
  }

  /** Null if there is none for the operation. */
  Asked of(Operation<?, ?> operation) {
    Supplier<Asked> prepared = requests.get(operation);
    return prepared == null ? null : prepared.get();
  }

  static OffsetDateTime at(String time) {
    return OffsetDateTime.parse(DAY + "T" + time + ":00+01:00");
  }

  private void patients() {
    on(
        PatientsApi.LIST_PATIENTS,
        id -> new PatientsApi.ListPatients(null, null, 200, null),
        clinic.frontDesk());
    on(
        PatientsApi.SEARCH_PATIENTS,
        id -> new PatientsApi.SearchPatients("Ada", null, 200, null),
        clinic.frontDesk());
    on(PatientsApi.GET_PATIENT, PatientsApi.GetPatient::new, clinic.frontDesk());
    on(
        PatientsApi.UPDATE_PATIENT,
        id -> new PatientsApi.UpdatePatient(id, 1, person()),
        clinic.frontDesk());
    on(PatientsApi.DELETE_PATIENT, PatientsApi.DeletePatient::new, clinic.admin());
    requests.put(
        PatientsApi.CREATE_PATIENT,
        () -> new Asked(new PatientsApi.CreatePatient(person()), clinic.frontDesk(), null));
  }

  private void records() {
    onOwn(
        PatientsApi.UPDATE_CONTACT,
        id -> new PatientsApi.UpdateContact(id, 1, new PatientsApi.Contact("1", null, null, null)));
    onTreated(
        PatientsApi.UPDATE_MEDICAL_HISTORY,
        visit ->
            new PatientsApi.UpdateMedicalHistory(
                visit.patientId(),
                1,
                new PatientsApi.MedicalHistory(List.of("Asthma"), List.of(), List.of())));
    onTreated(AgendaApi.GET_ROTA, visit -> new AgendaApi.GetRota(visit.doctorId(), DAY));
    onOwn(ProposalsApi.PROPOSE_CHANGE, AuditedRequests::proposal);
    on(ProposalsApi.LIST_PROPOSALS, ProposalsApi.ListProposals::new, clinic.frontDesk());
    on(
        ProposalsApi.DECIDE_PROPOSAL,
        id -> {
          var proposed =
              clinic.ask(ProposalsApi.PROPOSE_CHANGE, proposal(id), clinic.asPatient(id));
          return new ProposalsApi.DecideProposal(id, proposed.id(), proposed.version(), true, null);
        },
        clinic.frontDesk());
    on(
        PatientChangesApi.LIST_PATIENT_CHANGES,
        id -> new PatientChangesApi.ListPatientChanges(id, null, null),
        clinic.frontDesk());
    on(
        EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
        id -> new EmergencyAccessApi.OpenEmergencyAccess(id, null, null, null, null, "Unconscious"),
        clinic.asDoctor(clinic.doctor()));
  }

  private static ProposalsApi.ProposeChange proposal(UUID patient) {
    var insurance = new PatientsApi.Insurance("AOK", "7", null);
    return new ProposalsApi.ProposeChange(
        patient, new ProposalsApi.ProposalDetails(null, insurance, null));
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
        HoldsApi.HOLD_SLOT,
        () -> {
          UUID patient = clinic.patient();
          var hold = new HoldsApi.HoldSlot(clinic.doctor(), at("10:00"), patient);
          return new Asked(hold, clinic.frontDesk(), patient);
        });
    requests.put(
        AssignmentApi.AUTO_ASSIGN,
        () -> {
          clinic.doctor();
          UUID patient = clinic.patient();
          var assign =
              new AssignmentApi.AutoAssign(null, null, "Cardiology", null, null, null, true, null);
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
        b -> new AppointmentsApi.CancelAppointment(b.id(), null, null));
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

  private void trail() {
    on(
        AuditApi.LIST_AUDIT_ENTRIES,
        id -> new AuditApi.ListAuditEntries(null, id, null, null, null, null, null),
        clinic.admin());
    on(
        AuditApi.LIST_PATIENT_ACCESSES,
        id -> new AuditApi.ListPatientAccesses(id, null, null),
        clinic.admin());
  }

  private void rules() {
    onDoctor(
        AvailabilityApi.SET_AVAILABILITY,
        doctor ->
            new AvailabilityApi.SetAvailability(
                doctor,
                1,
                null,
                new AvailabilityDetails(
                    30, 0, Arrays.asList(BusFixture.weekdays("09:00", "12:00")))));
    onDoctor(AvailabilityApi.ADD_AVAILABILITY_EXCEPTION, AuditedRequests::leave);
    onDoctor(
        AvailabilityApi.REMOVE_AVAILABILITY_EXCEPTION,
        doctor ->
            new AvailabilityApi.RemoveAvailabilityException(
                doctor,
                clinic
                    .ask(
                        AvailabilityApi.ADD_AVAILABILITY_EXCEPTION,
                        leave(doctor),
                        clinic.frontDesk())
                    .exception()
                    .id(),
                null));
    onClinic(
        ClinicRulesApi.ADD_HOLIDAY,
        () ->
            new ClinicRulesApi.AddHoliday(
                LocalDate.parse("2027-05-01").plusDays(++people), "Fair", null));
    onClinic(
        ClinicRulesApi.REMOVE_HOLIDAY,
        () -> {
          LocalDate day = LocalDate.parse("2027-01-06");
          var holiday = new ClinicRulesApi.AddHoliday(day, "Epiphany", null);
          clinic.ask(ClinicRulesApi.ADD_HOLIDAY, holiday, clinic.admin());
          return new ClinicRulesApi.RemoveHoliday(day);
        });
    onClinic(
        ClinicRulesApi.SET_POLICY,
        () -> {
          var now =
              clinic.ask(ClinicRulesApi.GET_POLICY, new ClinicRulesApi.GetPolicy(), clinic.admin());
          return new ClinicRulesApi.SetPolicy(
              now.version(),
              new PolicyDetails(
                  now.clinicName(),
                  now.zone(),
                  now.minimumNoticeMinutes(),
                  now.horizonDays(),
                  now.changeCutoffMinutes(),
                  null,
                  null,
                  null));
        });
  }

  private void directory() {
    onClinic(
        DirectoryApi.CREATE_DEPARTMENT, () -> new DirectoryApi.CreateDepartment(department("New")));
    onClinic(
        DirectoryApi.UPDATE_DEPARTMENT,
        () -> new DirectoryApi.UpdateDepartment(created("Old"), 1, department("Renamed")));
    onClinic(
        DirectoryApi.DELETE_DEPARTMENT, () -> new DirectoryApi.DeleteDepartment(created("Closed")));
    onClinic(DirectoryApi.CREATE_DOCTOR, () -> new DirectoryApi.CreateDoctor(colleague()));
    onClinic(
        DirectoryApi.UPDATE_DOCTOR,
        () -> new DirectoryApi.UpdateDoctor(clinic.doctor(), 1, colleague()));
    onClinic(DirectoryApi.DELETE_DOCTOR, () -> new DirectoryApi.DeleteDoctor(clinic.doctor()));
  }

  private void accounts() {
    requests.put(
        IdentityApi.CONFIRM_REGISTRATION,
        () -> new Asked(confirmation(newEmail()), visitor(), null));
    requests.put(
        IdentityApi.END_SESSION,
        () -> {
          SignedIn own = registered();
          UUID session =
              clinic
                  .sql(
                      "SELECT id FROM identity.session WHERE account_id = $1",
                      own.session().user().id())
                  .iterator()
                  .next()
                  .getUUID("id");
          return new Asked(
              new IdentityApi.EndSession(session, own.refreshToken()), self(own), null);
        });
    requests.put(
        IdentityApi.END_OTHER_SESSIONS,
        () -> {
          SignedIn own = registered();
          return new Asked(new IdentityApi.EndOtherSessions(own.refreshToken()), self(own), null);
        });
    requests.put(
        IdentityApi.REQUEST_ADDRESS_CHANGE,
        () -> new Asked(addressChange(), self(registered()), null));
    requests.put(
        IdentityApi.CONFIRM_ADDRESS_CHANGE,
        () ->
            new Asked(new IdentityApi.ConfirmAddressChange(addressChangeToken()), visitor(), null));
    requests.put(
        IdentityApi.REFUSE_ADDRESS_CHANGE,
        () ->
            new Asked(new IdentityApi.RefuseAddressChange(addressChangeToken()), visitor(), null));
    requests.put(
        IdentityApi.LOGIN,
        () -> {
          String email = newEmail();
          registered(email);
          return new Asked(new IdentityApi.Login(email, PASSWORD, null, null), visitor(), null);
        });
    requests.put(
        IdentityApi.LOGOUT,
        () -> new Asked(new IdentityApi.Logout(registered().refreshToken()), visitor(), null));
    requests.put(
        IdentityApi.CHANGE_PASSWORD,
        () -> {
          var change = new IdentityApi.ChangePassword(PASSWORD, "copper lantern 5519");
          return new Asked(change, self(registered()), null);
        });
    onClinic(IdentityApi.INVITE_USER, this::invitation);
    onClinic(
        IdentityApi.RENEW_INVITATION,
        () -> new IdentityApi.RenewInvitation(registered().session().user().id()));
    onClinic(
        IdentityApi.BLOCK_USER,
        () -> new IdentityApi.BlockUser(registered().session().user().id()));
    onClinic(
        IdentityApi.UNBLOCK_USER,
        () -> new IdentityApi.UnblockUser(registered().session().user().id()));
    onClinic(
        IdentityApi.UPDATE_USER,
        () -> {
          var invited = clinic.ask(IdentityApi.INVITE_USER, invitation(), clinic.admin());
          return new IdentityApi.UpdateUser(invited.user().id(), Set.of(Role.PHARMACIST), null);
        });
    onClinic(
        IdentityApi.GET_USER, () -> new IdentityApi.GetUser(registered().session().user().id()));
    onClinic(
        IdentityApi.LIST_USERS,
        () -> {
          registered();
          return new IdentityApi.ListUsers(null, null, null, null, null);
        });
    requests.put(
        IdentityApi.ACCEPT_INVITATION,
        () -> {
          String link = clinic.ask(IdentityApi.INVITE_USER, invitation(), clinic.admin()).link();
          String token = link.substring(link.indexOf("#token=") + "#token=".length());
          return new Asked(
              new IdentityApi.AcceptInvitation(token, PASSWORD, null, null), visitor(), null);
        });
  }

  // ---- what requests need

  private Appointment booked() {
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
        new AppointmentsApi.CancelAppointment(booked.id(), null, null),
        clinic.frontDesk());
    return entry;
  }

  private WaitlistApi.JoinWaitlist wish(UUID doctor) {
    return new WaitlistApi.JoinWaitlist(
        null, doctor == null ? clinic.doctor() : doctor, null, null, null);
  }

  private UUID created(String name) {
    return clinic
        .ask(
            DirectoryApi.CREATE_DEPARTMENT,
            new DirectoryApi.CreateDepartment(department(name)),
            clinic.admin())
        .id();
  }

  private SignedIn registered() {
    return registered(newEmail());
  }

  private SignedIn registered(String email) {
    return clinic.ask(IdentityApi.CONFIRM_REGISTRATION, confirmation(email), visitor());
  }

  /** What the link in the mail about a registration sends. */
  private IdentityApi.ConfirmRegistration confirmation(String email) {
    clinic.ask(IdentityApi.REGISTER, registration(email), visitor());
    String token = Registrations.token(clinic.platform().database(), links(), email);
    return new IdentityApi.ConfirmRegistration(token, null, null);
  }

  private IdentityApi.RequestAddressChange addressChange() {
    return new IdentityApi.RequestAddressChange(newEmail(), PASSWORD);
  }

  /** Of the mail to the old address. */
  private String addressChangeToken() {
    SignedIn own = registered();
    clinic.ask(IdentityApi.REQUEST_ADDRESS_CHANGE, addressChange(), self(own));
    UUID change =
        clinic
            .sql(
                "SELECT id FROM identity.address_change WHERE account_id = $1",
                own.session().user().id())
            .iterator()
            .next()
            .getUUID("id");
    return links().token(AccountMail.CONFIRM_OLD_EMAIL.name(), change);
  }

  private LinkTokens links() {
    return LinkTokens.read(clinic.platform().settings().signingKey());
  }

  private Caller self(SignedIn own) {
    var user = own.session().user();
    String address = "192.0.2." + ++people;
    return new Caller(user.id(), user.roles(), user.patientId(), null, "t", address, deadline());
  }

  private IdentityApi.InviteUser invitation() {
    return new IdentityApi.InviteUser(newEmail(), "Rosa", Set.of(Role.RECEPTIONIST), null);
  }

  private String newEmail() {
    return "person" + ++people + "@example.org";
  }

  private static IdentityApi.Register registration(String email) {
    return new IdentityApi.Register(email, PASSWORD, "Ada", "Lovelace", null, null);
  }

  /** From another address each time, so that no limit applies. */
  private Caller visitor() {
    return Caller.visitor("t", "192.0.2." + ++people, deadline());
  }

  private Instant deadline() {
    return clinic.frontDesk().deadline();
  }

  private static AddAvailabilityException leave(UUID doctor) {
    return new AddAvailabilityException(
        doctor, null, ExceptionKind.LEAVE, at("09:00"), at("10:00"), null);
  }

  private DoctorDetails colleague() {
    return new DoctorDetails(
        null,
        "Ruth",
        "Amsel",
        clinic.department(),
        "Cardiology",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static DepartmentDetails department(String name) {
    return new DepartmentDetails(name + " " + UUID.randomUUID(), null, null);
  }

  private static PatientDetails person() {
    return new PatientDetails("Ada", "Byron", null, null, null, null, null, null, null, null);
  }

  // ---- kinds of requests

  private void onOwn(Operation<?, ?> operation, Function<UUID, Record> request) {
    requests.put(
        operation,
        () -> {
          UUID patient = clinic.patient();
          return new Asked(request.apply(patient), clinic.asPatient(patient), patient);
        });
  }

  private void onTreated(Operation<?, ?> operation, Function<Appointment, Record> request) {
    requests.put(
        operation,
        () -> {
          Appointment booked = booked();
          Caller doctor = clinic.asDoctor(booked.doctorId());
          return new Asked(request.apply(booked), doctor, booked.patientId());
        });
  }

  private void on(Operation<?, ?> operation, Function<UUID, Record> request, Caller by) {
    requests.put(
        operation,
        () -> {
          UUID patient = clinic.patient();
          return new Asked(request.apply(patient), by, patient);
        });
  }

  private void onBooked(Operation<?, ?> operation, Function<Appointment, Record> request) {
    requests.put(
        operation,
        () -> {
          Appointment booked = booked();
          return new Asked(request.apply(booked), clinic.frontDesk(), booked.patientId());
        });
  }

  private void onEntry(Operation<?, ?> operation, Function<WaitlistEntry, Record> request) {
    requests.put(
        operation,
        () -> {
          WaitlistEntry entry = offered();
          return new Asked(request.apply(entry), clinic.frontDesk(), entry.patientId());
        });
  }

  private void onDoctor(Operation<?, ?> operation, Function<UUID, Record> request) {
    requests.put(
        operation, () -> new Asked(request.apply(clinic.doctor()), clinic.frontDesk(), null));
  }

  private void onClinic(Operation<?, ?> operation, Supplier<Record> request) {
    requests.put(operation, () -> new Asked(request.get(), clinic.admin(), null));
  }
}
