package io.clinibus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Bus;
import io.clinibus.bus.Json;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.node.Modules;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientSummary;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each operation states what the audit trail records of it. */
class AuditRulesTest {

  private static final Path LOCALES = Path.of("webroot/src/features/audit/locales");

  /** What names or shows a patient to nobody but that patient. */
  private static final Set<String> ABOUT_THE_CALLER = Set.of("identity.me");

  private static final Set<Class<?>> PATIENTS = Set.of(Patient.class, PatientSummary.class);

  private static final List<Operation<?, ?>> OPERATIONS = Modules.ALL.messages().operations();

  @Test
  void everyOperationStatesItsRule() {
    assertThat(OPERATIONS).hasSizeGreaterThan(60).allMatch(operation -> operation.audit() != null);
    assertThat(OPERATIONS)
        .filteredOn(operation -> !operation.audit().records())
        .allMatch(operation -> !operation.audit().reason().isBlank());
  }

  @Test
  void operationsThatShowOrNamePatientsAreAudited() {
    List<String> concerning =
        OPERATIONS.stream()
            .filter(operation -> concerns(operation.reply()) || concerns(operation.request()))
            .filter(operation -> !ABOUT_THE_CALLER.contains(operation.address()))
            .filter(operation -> !isInternal(operation))
            .map(Operation::address)
            .toList();
    assertThat(concerning).hasSizeGreaterThan(20);
    assertThat(OPERATIONS)
        .filteredOn(operation -> concerning.contains(operation.address()))
        .allMatch(operation -> operation.audit().records(), "is audited");
  }

  @Test
  void commandsOfTheContractAreAuditedUnlessTheyConcernNobody() {
    assertThat(OPERATIONS)
        .filteredOn(operation -> !operation.idempotent() && !operation.audit().records())
        .extracting(Operation::address)
        .containsExactlyInAnyOrder(
            "identity.register",
            "identity.setLanguage",
            "identity.requestPasswordReset",
            "identity.confirmPatientAddress",
            "patients.checkPatient",
            "patients.setConfirmedEmail",
            "patients.confirmEmail",
            "scheduling.holdAsVisitor",
            "scheduling.extendVisitorHold",
            "scheduling.releaseVisitorHold",
            "scheduling.releaseHold",
            "scheduling.keepHold",
            "scheduling.abandonHolds",
            "scheduling.closeCalendar",
            "documents.putDocumentContent",
            "records.keepEditing",
            "records.stopEditing");
  }

  @Test
  void anOperationWithoutARuleIsNotServed() {
    Vertx vertx = Vertx.vertx();
    try {
      Bus bus = Bus.open(vertx, Modules.ALL.messages(), Clock.systemUTC(), cause -> false);
      var silent = Operation.query("test.silent", NoContent.class, NoContent.class);
      assertThatIllegalStateException()
          .isThrownBy(
              () -> bus.serve(silent, (asked, caller) -> Future.succeededFuture(NoContent.DONE)))
          .withMessageContaining("test.silent");
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void theAppNamesWhatTheTrailHasInEachLanguage() throws IOException {
    List<String> recorded =
        Stream.concat(
                OPERATIONS.stream()
                    .filter(operation -> operation.audit().records())
                    .map(Operation::address),
                Modules.ALL.topics().types().stream()
                    .filter(topic -> topic.operation().audit().records())
                    .map(topic -> "live." + topic.pattern().kind()))
            .distinct()
            .toList();
    assertThat(recorded).hasSizeGreaterThan(100);
    for (String file : List.of("staff.en.json", "de.json", "es.json")) {
      JsonNode words = Json.MAPPER.readTree(LOCALES.resolve(file).toFile()).at("/audit/operation");
      assertThat(recorded)
          .as(file)
          .allMatch(name -> !words.at("/" + name.replace('.', '/')).asText().isBlank());
      assertThat(named(words)).as(file).containsExactlyInAnyOrderElementsOf(recorded);
    }
  }

  private static List<String> named(JsonNode words) {
    return words.properties().stream()
        .flatMap(
            domain ->
                domain.getValue().properties().stream()
                    .map(operation -> domain.getKey() + "." + operation.getKey()))
        .toList();
  }

  /** Requested by another domain within an operation that is audited. */
  private static boolean isInternal(Operation<?, ?> operation) {
    return Set.of("patients.listConditions", "patients.setConfirmedEmail")
        .contains(operation.address());
  }

  private static boolean concerns(Class<?> type) {
    return PATIENTS.contains(type)
        || type.isRecord()
            && Arrays.stream(type.getRecordComponents())
                .anyMatch(
                    member -> member.getName().equals("patientId") || concerns(types(member)));
  }

  private static boolean concerns(Stream<Class<?>> types) {
    return types.anyMatch(AuditRulesTest::concerns);
  }

  private static Stream<Class<?>> types(RecordComponent member) {
    return member.getGenericType() instanceof ParameterizedType generic
        ? Arrays.stream(generic.getActualTypeArguments()).flatMap(AuditRulesTest::plain)
        : Stream.of(member.getType());
  }

  private static Stream<Class<?>> plain(Type type) {
    return type instanceof Class<?> plain ? Stream.of(plain) : Stream.empty();
  }
}
