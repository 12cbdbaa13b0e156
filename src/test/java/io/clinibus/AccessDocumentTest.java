package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.RoleRequirement;
import io.clinibus.node.Modules;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.access.PatientAccess.Rule;
import io.clinibus.platform.access.AccessRule;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.scheduling.appointments.AppointmentActors;
import io.clinibus.testing.DomainFixture;
import io.clinibus.web.WebFixture;
import io.clinibus.web.contract.Contract;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.Endpoints;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/access.md} is what the contract, the live topics and the rules of patients' data
 * state. After a change of these, copy the generated text from {@code target/access.md}.
 */
class AccessDocumentTest {

  private static final Path DOCUMENT = Path.of("docs/access.md");
  private static final Path GENERATED = Path.of("target/access.md");
  private static final List<Role> ROLES =
      List.of(
          Role.PATIENT,
          Role.DOCTOR,
          Role.RECEPTIONIST,
          Role.ADMIN,
          Role.PHARMACIST,
          Role.PRIVACY_OFFICER);

  private static List<Endpoint<?, ?>> endpoints;

  @BeforeAll
  static void load() {
    Vertx vertx = Vertx.vertx();
    endpoints = Endpoints.of(WebFixture.await(Contract.load(vertx)), Modules.ALL.messages());
    WebFixture.await(vertx.close());
  }

  @Test
  void theDocumentIsGenerated() throws IOException {
    String text = text();
    Files.createDirectories(GENERATED.getParent());
    Files.writeString(GENERATED, text);
    assertThat(Files.readString(DOCUMENT)).isEqualTo(text);
  }

  @Test
  void everyOperationOnPatientsHasRulesForTheRolesOfTheContract() {
    List<Endpoint<?, ?>> patients =
        endpoints.stream().filter(one -> isOfPatients(one.operation().address())).toList();
    assertThat(patients).hasSizeGreaterThan(10);
    for (Endpoint<?, ?> endpoint : patients) {
      Set<Role> ruled = EnumSet.noneOf(Role.class);
      rules(endpoint).forEach(rule -> ruled.addAll(rule.allowed().keySet()));
      assertThat(ruled).as(endpoint.id()).isEqualTo(endpoint.access().roles());
    }
  }

  @Test
  void operationsWithRulesByRelationAllowTheRolesOfTheContract() {
    Map<Operation<?, ?>, Set<Role>> ruled = new HashMap<>();
    rulesByRelation()
        .forEach(
            rule ->
                ruled
                    .computeIfAbsent(rule.operation(), one -> EnumSet.noneOf(Role.class))
                    .addAll(rule.allowed().keySet()));
    assertThat(ruled).isNotEmpty();
    for (Endpoint<?, ?> endpoint : endpoints) {
      if (ruled.containsKey(endpoint.operation())) {
        assertThat(endpoint.access().roles())
            .as(endpoint.id())
            .containsAll(ruled.get(endpoint.operation()));
      }
    }
  }

  /** Whatever else the contract lets the role do must be added here, and is looked at. */
  @Test
  void thePrivacyOfficerHasWhatSupervisionNeedsAndTheOwnAccount() {
    assertThat(
            endpoints.stream()
                .filter(one -> !one.access().anyone())
                .filter(one -> one.access().roles().contains(Role.PRIVACY_OFFICER))
                .map(Endpoint::id))
        .containsExactlyInAnyOrder(
            "me",
            "setLanguage",
            "changePassword",
            "requestAddressChange",
            "getErasure",
            "getEmergencyAccess",
            "getToDo",
            "listAllExports",
            "listAuditEntries",
            "listEmergencyAccess",
            "listErasures",
            "listRetention",
            "reviewEmergencyAccess");
    assertThat(
            Modules.ALL.topics().types().stream()
                .filter(topic -> topic.access().roles().contains(Role.PRIVACY_OFFICER))
                .map(LiveTopic::toString))
        .containsExactlyInAnyOrder("emergency-reviews", "to-do");
  }

  private static Stream<AccessRule> rulesByRelation() {
    return Modules.ALL.list().stream().flatMap(module -> module.access().stream());
  }

  private static String rowsByRelation() {
    return rulesByRelation()
        .map(
            rule ->
                "| `%s` | %s |%s\n"
                    .formatted(
                        rule.operation().address(),
                        rule.part(),
                        cells(role -> words(rule.allowed().getOrDefault(role, Set.of())))))
        .sorted()
        .collect(Collectors.joining());
  }

  private static boolean isOfPatients(String address) {
    return address.startsWith("patients.");
  }

  private static Stream<Rule> rules(Endpoint<?, ?> endpoint) {
    return PatientAccess.RULES.stream()
        .filter(rule -> rule.operation().equals(endpoint.operation()));
  }

  private static String text() {
    return """
    # Access

    Generated by `AccessDocumentTest` from the roles of the contract (`x-roles`), the live topics and
    `PatientAccess`. What is marked – is refused with `403`, to visitors with `401`.

    ## Patients' data

    What a role may do depends on the relation of the user to the patient:

    | relation | meaning |
    |---|---|
    | own | the user is the patient |
    | represented | the user represents the patient: the link is in force (ADR 18) |
    | child | the user represents the patient, a child below the age of majority |
    | treated | a doctor with a visit of the patient that was not cancelled and that the patient, the front desk, the waitlist or the assignment booked; or that the doctor booked, from check-in on |
    | opened | a doctor who has opened the record in an emergency, for an hour: reads, and begins notes without a visit |
    | colleague | a doctor of the present department of a doctor who treats the patient, if the clinic's rules for records let colleagues read; they do not at first |
    | not treated | any other user |

    Doctors get `404` for patients outside their relations, and book and hold times only for patients whom they treat: for
    others the answer is that of a patient who does not exist. The assignment ranks doctors by the recorded conditions, also
    for the front desk, and does not show them. Colleagues only read, and find patients by searching; their list of patients has
    those whom they treat. What a patient restricts stays closed to them, as to every other doctor without an emergency.

    Where no emergency contact is recorded, staff who read the contact data of a patient by `getPatient` see who represents the
    patient, with relation and telephone number; the trail has it as a read of both. Patients and representatives do not:
    one parent gets no number of the other.

    The patient and who reviews it are notified of every emergency access, live and by mail: the privacy officers, or the
    administrators where no privacy officer can sign in; besides to the address that is one of the clinic's rules for records.
    Nobody reviews the own access. Where an officer is active, administrators see that a record was opened, by whom and with which
    code, and neither what was written nor the review (ADR 22). Reviews that wait for more than three days are reminded of once a week.
    Who reads what was written also sees which notes without a visit the doctor began meanwhile: kind, time, signed or not.

    The privacy officer reads what supervision needs: emergency accesses, the audit trail, who has asked for copies and erasures, and
    the periods of retention. The officer decides reviews alone. An erasure is confirmed, and a period set, by administrators:
    the person who carries it out cannot supervise it. For the same reason the role stands alone (`officer-role-alone`). Administrators
    give the role, and can take it away or give it to a second account; the trail has that, and the mail to an address that is not
    theirs is what they cannot undo afterwards.

    | operation | part of the data |%s
    |---|---|%s
    """
            .formatted(header(), line())
        + endpoints.stream()
            .filter(one -> isOfPatients(one.operation().address()))
            .sorted(Comparator.comparing(Endpoint::id))
            .flatMap(endpoint -> rules(endpoint).map(rule -> row(endpoint, rule)))
            .collect(Collectors.joining())
        + """

        ## Records

        Who may use clinical data, by the same relations. Administrators and the front desk see none of it. Who wrote an encounter reads,
        finishes, signs and corrects it whatever the relation has become, also after an emergency, and by that sees nothing else of the
        record but the patient's name. In an emergency encounters are without a visit: `openEncounter` begins none. Patients see a note from its signature on, or as many days later as the clinic's
        rules for records state, or later if the doctor who signs it chooses so; a summary of the visit not before its note; prescriptions and
        other released documents at once. What a patient restricts is seen by its author and the patient, by others in an emergency only.

        | operation | part of the data |%s
        |---|---|%s
        """
            .formatted(header(), line())
        + rowsByRelation()
        + """

        ## Other operations

        The domain decides whose data is meant: patients act for themselves and whom they represent (`acceptOffer`, `autoAssign`,
        `bookAppointment`, `cancelAppointment`, `changeAppointmentStatus`, `getAppointment`, `getAppointmentHistory`, `getCalendarFile`,
        `holdSlot`, `joinWaitlist`, `leaveWaitlist`, `listAppointments`, `listWaitlist`, `passOffer`, `rescheduleAppointment`), doctors in their own calendar and for their own visits,
        the front desk and administrators for all. Copies of a patient's data have the clinical parts if the patient asked, or a
        doctor who treats a patient without an account; an administrator's have none (ADR 15).

        | operation | visitor |%s
        |---|---|%s
        """
            .formatted(header(), line())
        + endpoints.stream()
            .filter(one -> !isOfPatients(one.operation().address()))
            .sorted(Comparator.comparing(Endpoint::id))
            .map(one -> row("`" + one.id() + "`", one.access()))
            .collect(Collectors.joining())
        + """

        ## Visits

        Whose visits somebody reads, changes, moves and cancels depends on the relation to the visit, not on the role alone. Who has
        none gets `404`, as for a visit that does not exist; what each may change is in `StatusRules`.

        | user | visit | relation |
        |---|---|---|
        %s
        A patient who represents the patient of a visit has the relation of that patient.

        Whether a doctor treats the patient, has opened the record, or is a colleague, gives no relation to the visits
        of other doctors.

        ## Copies of a patient's data

        Patients get all that is kept about them. A copy that an administrator asks for has no clinical parts: these records are
        without them, the others are the same.

        %s

        ## Live topics

        Patients get on `me` also the visits of whom they represent. A doctor reads only the own rota, in which visits of other doctors are without their patients.

        | topic | visitor |%s
        |---|---|%s
        """
            .formatted(visits(), administrativeRecords(), header(), line())
        + Modules.ALL.topics().types().stream()
            .sorted(Comparator.comparing(LiveTopic::toString))
            .map(topic -> row("`" + topic + "`", topic.access()))
            .collect(Collectors.joining());
  }

  /** The relations that AppointmentActors finds for users and visits. */
  private static String visits() {
    UUID doctor = UUID.randomUUID();
    UUID patient = UUID.randomUUID();
    return Stream.of(
            visit("patient", "own", DomainFixture.patient(patient), doctor, patient),
            visit(
                "patient",
                "of another patient",
                DomainFixture.patient(UUID.randomUUID()),
                doctor,
                patient),
            visit("doctor", "in the own calendar", DomainFixture.doctor(doctor), doctor, patient),
            visit(
                "doctor",
                "of another doctor",
                DomainFixture.doctor(UUID.randomUUID()),
                doctor,
                patient),
            visit("receptionist", "any", DomainFixture.caller(Role.RECEPTIONIST), doctor, patient),
            visit("admin", "any", DomainFixture.caller(Role.ADMIN), doctor, patient),
            visit("pharmacist", "any", DomainFixture.caller(Role.PHARMACIST), doctor, patient),
            visit(
                "privacy officer",
                "any",
                DomainFixture.caller(Role.PRIVACY_OFFICER),
                doctor,
                patient))
        .collect(Collectors.joining());
  }

  private static String visit(String user, String visit, Caller caller, UUID doctor, UUID patient) {
    String relations =
        AppointmentActors.actors(caller, doctor, patient).stream()
            .map(actor -> actor.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", "));
    return "| %s | %s | %s |\n".formatted(user, visit, relations.isEmpty() ? "–" : relations);
  }

  private static String administrativeRecords() {
    List<String> names =
        Modules.ALL.list().stream()
            .flatMap(module -> module.personalData().records().stream())
            .filter(one -> !one.select(true).equals(one.select(false)))
            .map(one -> "- `" + one.name() + "`")
            .sorted()
            .toList();
    assertThat(names).isNotEmpty();
    return String.join("\n", names);
  }

  private static String header() {
    return cells(role -> role.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static String line() {
    return "---|".repeat(ROLES.size());
  }

  private static String row(Endpoint<?, ?> endpoint, Rule rule) {
    String parts =
        rule.parts().stream()
            .sorted()
            .map(part -> part.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", "));
    return "| `%s` | %s |%s%n"
        .formatted(
            endpoint.id(),
            parts.isEmpty() ? "–" : parts,
            cells(role -> words(rule.allowed().getOrDefault(role, Set.of()))))
        .replace(System.lineSeparator(), "\n");
  }

  private static String words(Set<PatientRelation> relations) {
    if (relations.equals(EnumSet.allOf(PatientRelation.class))) {
      return "all";
    }
    return relations.isEmpty()
        ? "–"
        : EnumSet.copyOf(relations).stream()
            .map(relation -> relation.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  private static String row(String name, RoleRequirement access) {
    return "| "
        + name
        + " | "
        + (access.anyone() ? "yes" : "–")
        + " |"
        + cells(role -> access.anyone() || access.roles().contains(role) ? "yes" : "–")
        + "\n";
  }

  private static String cells(Function<Role, String> cell) {
    return ROLES.stream().map(role -> " " + cell.apply(role) + " |").collect(Collectors.joining());
  }
}
