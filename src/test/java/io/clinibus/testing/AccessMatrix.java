package io.clinibus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReason;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.patients.api.RecordRulesApi;
import io.clinibus.patients.api.RecordRulesApi.GetRecordRules;
import io.clinibus.patients.api.RecordRulesApi.RecordRuleDetails;
import io.clinibus.patients.api.RecordRulesApi.SetRecordRules;
import io.clinibus.platform.access.AccessRule;
import io.clinibus.platform.access.PatientRelation;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Asks every operation that has an {@link AccessRule} as every role in every relation to a patient,
 * over the bus, and compares what is refused with the rules. A test states one request for each
 * operation; an operation without one fails.
 */
public final class AccessMatrix {

  /** A person with a relation to the patient. */
  public record Actor(String name, Role role, PatientRelation relation, Supplier<Caller> caller) {}

  private interface Request {

    Future<?> send(BusFixture clinic, Actor actor);
  }

  private final BusFixture clinic;
  private final UUID patient;
  private final UUID doctor;
  private final List<Actor> actors;
  private final Map<Operation<?, ?>, Request> requests = new HashMap<>();

  /** A patient of a clinic, and everybody who could ask. */
  public AccessMatrix(BusFixture clinic) {
    this.clinic = clinic;
    this.patient = clinic.patient();
    this.doctor = clinic.doctor();
    UUID opener = clinic.doctor();
    UUID colleague = clinic.doctor();
    UUID stranger = ofAnotherDepartment();
    UUID other = clinic.patient();
    UUID mother = representative("CHILD");
    UUID partner = representative("PARTNER");
    visit();
    clinic.ask(
        EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
        new OpenEmergencyAccess(
            patient, null, null, null, null, EmergencyReason.OTHER, "unconscious, no relatives"),
        clinic.asDoctor(opener));
    letColleaguesRead();
    this.actors =
        List.of(
            actor("own", Role.PATIENT, PatientRelation.OWN, () -> clinic.asPatient(patient)),
            actor("mother", Role.PATIENT, PatientRelation.CHILD, () -> clinic.asPatient(mother)),
            actor(
                "partner",
                Role.PATIENT,
                PatientRelation.REPRESENTED,
                () -> clinic.asPatient(partner)),
            actor(
                "another patient",
                Role.PATIENT,
                PatientRelation.OTHER,
                () -> clinic.asPatient(other)),
            actor("treating", Role.DOCTOR, PatientRelation.TREATED, () -> clinic.asDoctor(doctor)),
            actor("opened", Role.DOCTOR, PatientRelation.OPENED, () -> clinic.asDoctor(opener)),
            actor(
                "colleague",
                Role.DOCTOR,
                PatientRelation.COLLEAGUE,
                () -> clinic.asDoctor(colleague)),
            actor(
                "not treating",
                Role.DOCTOR,
                PatientRelation.OTHER,
                () -> clinic.asDoctor(stranger)),
            actor("desk", Role.RECEPTIONIST, PatientRelation.OTHER, clinic::frontDesk),
            actor("administrator", Role.ADMIN, PatientRelation.OTHER, clinic::admin),
            actor(
                "pharmacist", Role.PHARMACIST, PatientRelation.OTHER, () -> with(Role.PHARMACIST)),
            actor(
                "privacy officer",
                Role.PRIVACY_OFFICER,
                PatientRelation.OTHER,
                () -> with(Role.PRIVACY_OFFICER)));
  }

  /** Who is asked about: a child, so that both kinds of representatives exist. */
  public UUID patient() {
    return patient;
  }

  /** The doctor who treats the patient. */
  public UUID doctor() {
    return doctor;
  }

  /** States the request of an operation. It may be created for each actor. */
  public <Q extends Record, R extends Record> AccessMatrix with(
      Operation<Q, R> operation, Function<Actor, Q> request) {
    requests.put(
        operation,
        (asked, actor) -> asked.send(operation, request.apply(actor), actor.caller().get()));
    return this;
  }

  /** A test for each cell. What is refused for another reason than access counts as allowed. */
  public Stream<DynamicTest> tests(List<AccessRule> rules) {
    return rules.stream()
        .map(AccessRule::operation)
        .distinct()
        .flatMap(
            operation ->
                actors.stream()
                    .map(
                        actor ->
                            DynamicTest.dynamicTest(
                                operation.address() + " by " + actor.name(),
                                () -> check(rules, operation, actor))));
  }

  private void check(List<AccessRule> rules, Operation<?, ?> operation, Actor actor) {
    assertThat(requests).as("a request is stated").containsKey(operation);
    assertThat(isGranted(requests.get(operation).send(clinic, actor)))
        .as(operation.address() + " by " + actor.name())
        .isEqualTo(
            rules.stream()
                .filter(rule -> rule.operation().equals(operation))
                .anyMatch(
                    rule ->
                        rule.allowed()
                            .getOrDefault(actor.role(), Set.of())
                            .contains(actor.relation())));
  }

  private static boolean isGranted(Future<?> answer) {
    return BusFixture.await(
        answer
            .map(true)
            .recover(
                cause ->
                    cause instanceof Failure failure && !failure.is(CommonFailures.INTERNAL)
                        ? Future.succeededFuture(
                            !failure.is(CommonFailures.FORBIDDEN)
                                && !failure.is(CommonFailures.NOT_FOUND))
                        : Future.failedFuture(cause)));
  }

  private static Actor actor(
      String name, Role role, PatientRelation relation, Supplier<Caller> caller) {
    return new Actor(name, role, relation, caller);
  }

  private Caller with(Role role) {
    Caller desk = clinic.frontDesk();
    return new Caller(UUID.randomUUID(), Set.of(role), null, null, "test", null, desk.deadline());
  }

  private void letColleaguesRead() {
    long version =
        clinic.ask(RecordRulesApi.GET_RECORD_RULES, new GetRecordRules(), clinic.admin()).version();
    clinic.ask(
        RecordRulesApi.SET_RECORD_RULES,
        new SetRecordRules(version, new RecordRuleDetails(true, 0, null)),
        clinic.admin());
  }

  private UUID ofAnotherDepartment() {
    UUID stranger = clinic.doctor();
    UUID department = UUID.randomUUID();
    clinic.sql(
        "INSERT INTO directory.department (id, name) VALUES ($1, 'Dermatology')", department);
    clinic.sql(
        "UPDATE directory.doctor SET department_id = $1 WHERE id = $2", department, stranger);
    return stranger;
  }

  private UUID representative(String relation) {
    UUID person = clinic.patient();
    clinic.sql(
        "UPDATE patients.patient SET birth_date = now() - interval '8 years' WHERE id = $1",
        patient);
    clinic.sql(
        """
        INSERT INTO patients.representation
          (id, representative_id, patient_id, relation, created_at, in_force_since)
        VALUES (gen_random_uuid(), $1, $2, $3, now(), now())
        """,
        person,
        patient,
        relation);
    return person;
  }

  private void visit() {
    clinic.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        VALUES (gen_random_uuid(), $1, $2, now() - interval '2 days', now() - interval '47 hours',
                tstzrange(now() - interval '2 days', now() - interval '47 hours'), 'COMPLETED')
        """,
        doctor,
        patient);
  }
}
