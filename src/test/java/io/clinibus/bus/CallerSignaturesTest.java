package io.clinibus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallerSignaturesTest {

  private static final Instant DEADLINE = Instant.parse("2026-11-24T10:00:00.123456789Z");
  private static final UUID ID = new UUID(1, 2);
  private static final String ADDRESS = "patients.getPatient";
  private final CallerSignatures signatures =
      CallerSignatures.of(List.of("a secret that is long enough 1234"), false);

  @Test
  void aSignatureIsValidForOneCallerAndOneOperation() {
    Caller caller = caller(Set.of(Role.DOCTOR, Role.ADMIN), null, ID, "r", DEADLINE);
    String signature = signatures.sign(caller, ADDRESS);

    assertThat(signatures.accepts(caller, ADDRESS, signature)).isTrue();
    assertThat(signatures.accepts(caller, "patients.deletePatient", signature)).isFalse();
    List.of(
            caller(Set.of(Role.DOCTOR), null, ID, "r", DEADLINE),
            caller(Set.of(Role.DOCTOR, Role.ADMIN), ID, null, "r", DEADLINE),
            caller(Set.of(Role.DOCTOR, Role.ADMIN), null, ID, "r2", DEADLINE),
            caller(Set.of(Role.DOCTOR, Role.ADMIN), null, ID, "r", DEADLINE.plusNanos(1)),
            Caller.system("r", DEADLINE),
            Caller.visitor("r", null, DEADLINE))
        .forEach(other -> assertThat(signatures.accepts(other, ADDRESS, signature)).isFalse());
    for (String forged : List.of("", "x", signature.replace('=', ' '), "AAAA")) {
      assertThat(signatures.accepts(caller, ADDRESS, forged)).isFalse();
    }
  }

  private static Caller caller(
      Set<Role> roles, UUID patientId, UUID doctorId, String requestId, Instant deadline) {
    return new Caller(ID, roles, patientId, doctorId, requestId, "192.0.2.1", deadline);
  }
}
