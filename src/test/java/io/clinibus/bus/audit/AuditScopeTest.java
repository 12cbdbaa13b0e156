package io.clinibus.bus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditScopeTest {

  private static final UUID ACTOR = new UUID(0, 1);
  private static final UUID ADA = new UUID(0, 2);
  private static final UUID BEN = new UUID(0, 3);

  private record Reply(List<UUID> patients) {}

  private static final AuditRule<Reply, Reply> SHOWING =
      AuditRule.<Reply, Reply>of(AuditKind.READ).showingAll(Reply::patients);

  @Test
  void theReplyAddsThePatientsThatItShows() {
    var scope = scope(AuditKind.READ, ACTOR, ADA);
    assertThat(scope.remaining(SHOWING, new Reply(List.of(BEN, ADA, BEN))))
        .hasValueSatisfying(
            entry -> assertThat(entry.patientIds()).containsExactlyInAnyOrder(ADA, BEN));
  }

  @Test
  void whatAChangeHasWrittenIsNotWrittenAgain() {
    var scope = scope(AuditKind.CHANGE, ACTOR, ADA);
    scope.committed(scope.entry());
    assertThat(scope.remaining(SHOWING, new Reply(List.of(ADA)))).isEmpty();
    assertThat(scope.remaining(SHOWING, new Reply(List.of(ADA, BEN))))
        .hasValueSatisfying(entry -> assertThat(entry.patientIds()).containsExactly(BEN));
  }

  @Test
  void whatAnEntryOfAMomentAgoCoversIsNotWritten() {
    var scope = scope(AuditKind.CHANGE, ACTOR, ADA);
    scope.covered(scope.entry());
    assertThat(scope.remaining(SHOWING, new Reply(List.of(ADA)))).isEmpty();
    assertThat(scope.remaining(SHOWING, new Reply(List.of(ADA, BEN)))).isPresent();
  }

  @Test
  void aPatientsRequestAboutNobodyIsAboutThemselves() {
    var own = new AuditScope(Auditor.NONE, base(AuditKind.READ, ACTOR), ADA);
    assertThat(own.entry().patientIds()).containsExactly(ADA);
    var settings = new AuditScope(Auditor.NONE, base(AuditKind.CONFIGURATION, ACTOR), ADA);
    assertThat(settings.entry().patientIds()).isEmpty();
  }

  @Test
  void aVisitorWhoSignsInIsTheAccount() {
    var signIn = scope(AuditKind.SECURITY, null);
    signIn.about(BEN);
    assertThat(signIn.entry().actorId()).isEqualTo(BEN);
    assertThat(signIn.remaining(Failure.of(CommonFailures.UNAUTHENTICATED)))
        .hasValueSatisfying(
            entry -> {
              assertThat(entry.actorId()).isNull();
              assertThat(entry.resourceId()).isEqualTo(BEN);
              assertThat(entry.outcome()).isEqualTo("unauthenticated");
            });
  }

  @Test
  void refusalsAreRecordedIfTheyAreDecisionsAboutAccess() {
    assertThat(isRecorded(AuditKind.READ, CommonFailures.FORBIDDEN)).isTrue();
    assertThat(isRecorded(AuditKind.CHANGE, CommonFailures.NOT_FOUND)).isTrue();
    assertThat(isRecorded(AuditKind.CHANGE, CommonFailures.STALE_VERSION)).isFalse();
    assertThat(isRecorded(AuditKind.CHANGE, CommonFailures.INTERNAL)).isFalse();
    assertThat(isRecorded(AuditKind.SECURITY, CommonFailures.INVALID_REQUEST)).isTrue();
    assertThat(isRecorded(AuditKind.SECURITY, CommonFailures.TOO_MANY_REQUESTS)).isFalse();
    assertThat(isRecorded(AuditKind.SECURITY, CommonFailures.UNAVAILABLE)).isFalse();
  }

  @Test
  void thePurposeFollowsTheRelation() {
    assertThat(scope(AuditKind.READ, ACTOR, ADA).entry().purpose())
        .isEqualTo(AuditPurpose.TREATMENT);
    var own = new AuditScope(Auditor.NONE, base(AuditKind.READ, ACTOR).of(List.of(ADA)), ADA);
    assertThat(own.entry().purpose()).isEqualTo(AuditPurpose.OWN_DATA);
    AuditEntry byPatient = new AuditScope(Auditor.NONE, ofPatient(ADA, BEN), ADA).entry();
    assertThat(byPatient.purpose()).isEqualTo(AuditPurpose.REPRESENTATION);
    assertThat(new AuditScope(Auditor.NONE, ofPatient(ADA), ADA).entry().purpose())
        .isEqualTo(AuditPurpose.OWN_DATA);
    AuditScope emergency = scope(AuditKind.READ, ACTOR, ADA);
    emergency.inEmergency();
    assertThat(emergency.entry().purpose()).isEqualTo(AuditPurpose.EMERGENCY);
    assertThat(emergency.remaining(Failure.of(CommonFailures.FORBIDDEN)).orElseThrow().purpose())
        .isNull();
    assertThat(scope(AuditKind.SECURITY, ACTOR).entry().purpose()).isNull();
  }

  @Test
  void aRefusalAboutNobodyIsNotRecorded() {
    AuditScope unknown = scope(AuditKind.SECURITY, null);
    unknown.aboutNobody();
    assertThat(unknown.remaining(Failure.of(CommonFailures.UNAUTHENTICATED))).isEmpty();
  }

  private static boolean isRecorded(AuditKind kind, FailureCode code) {
    return scope(kind, ACTOR, ADA).remaining(Failure.of(code)).isPresent();
  }

  private static AuditScope scope(AuditKind kind, UUID actor, UUID... patients) {
    return new AuditScope(Auditor.NONE, base(kind, actor).of(List.of(patients)), null);
  }

  /** An entry of a patient's request. */
  private static AuditEntry ofPatient(UUID... patients) {
    AuditEntry base = base(AuditKind.READ, ACTOR);
    return new AuditEntry(
        ACTOR,
        List.of(),
        base.operation(),
        base.kind(),
        base.outcome(),
        List.of(patients),
        null,
        null,
        base.node(),
        base.requestId(),
        AuditPurpose.OWN_DATA);
  }

  private static AuditEntry base(AuditKind kind, UUID actor) {
    return new AuditEntry(
        actor,
        List.of(),
        "test.do",
        kind,
        AuditEntry.DONE,
        List.of(),
        null,
        null,
        "node",
        "t",
        kind == AuditKind.READ ? AuditPurpose.TREATMENT : null);
  }
}
