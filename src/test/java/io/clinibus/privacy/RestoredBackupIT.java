package io.clinibus.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReason;
import io.clinibus.patients.api.EmergencyAccessApi.GetEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.platform.sealing.ClinicKeys;
import io.clinibus.platform.sealing.KeyRotation;
import io.clinibus.platform.sealing.LostClinicKey;
import io.clinibus.privacy.api.ErasuresApi;
import io.clinibus.privacy.api.ErasuresApi.ConfirmErasure;
import io.clinibus.privacy.api.ErasuresApi.RequestErasure;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.DatabaseCopy;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an erasure leaves readable in backups from before, made as docs/operations.md says. */
class RestoredBackupIT {

  private static final String OLD = "an old secret of thirty-two characters";
  private static final String NEW = "a new secret of thirty-two characters.";
  private static final String KEYS = "platform.patient_key";
  private static final Set<String> OF_THE_SERVER = Set.of("platform.outbox", "platform.node");

  private URI database;
  private BusFixture clinic;
  private UUID erased;
  private UUID erasedText;
  private UUID otherText;

  @BeforeEach
  void open() {
    database = TestServers.newDatabase();
    clinic = BusFixture.open(settings(database, OLD), Clock.systemUTC());
    erased = clinic.patient();
    erasedText = write(erased, "anaphylaxis, cannot speak");
    otherText = write(clinic.patient(), "stroke suspected at home");
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void aBackupOfTheDataIsOpenedByTheKeysOfToday() {
    DatabaseCopy data = DatabaseCopy.of(database, table -> isData(table) && !table.equals(KEYS));
    erase();
    DatabaseCopy keys = DatabaseCopy.of(database, KEYS::equals);

    URI restored = TestServers.newDatabase();
    data.restore(restored);
    keys.restore(restored);
    try (BusFixture later = node(restored, OLD)) {
      assertThat(read(later, otherText)).isEqualTo("stroke suspected at home");
      assertErased(later);
    }
  }

  @Test
  void aBackupOfTheWholeServerNeedsTheFormerKeyUntilThatIsDestroyed() {
    DatabaseCopy whole = DatabaseCopy.of(database, RestoredBackupIT::isData);
    erase();
    BusFixture.await(
        new KeyRotation(clinic.platform().database(), ClinicKeys.of(List.of(NEW, OLD)))
            .run(some -> {}));
    DatabaseCopy keys = DatabaseCopy.of(database, KEYS::equals);

    URI restored = TestServers.newDatabase();
    whole.restore(restored);
    assertThatThrownBy(() -> node(restored, NEW))
        .as("with the key of today alone")
        .isInstanceOf(LostClinicKey.class);
    keys.restore(restored);
    try (BusFixture later = node(restored, NEW)) {
      assertThat(read(later, otherText)).isEqualTo("stroke suspected at home");
      assertErased(later);
    }

    URI untilThen = TestServers.newDatabase();
    whole.restore(untilThen);
    try (BusFixture later = node(untilThen, OLD)) {
      assertThat(read(later, erasedText))
          .as("why the former key is to be destroyed")
          .isEqualTo("anaphylaxis, cannot speak");
    }
  }

  private static boolean isData(String table) {
    return !OF_THE_SERVER.contains(table);
  }

  private static BusFixture node(URI database, String secret) {
    return BusFixture.over(settings(database, secret), Clock.systemUTC());
  }

  private static Settings settings(URI database, String secret) {
    var records = new Settings.Records(List.of(secret), Optional.empty());
    return SettingsParts.with(records, TestNode.settings(database));
  }

  private UUID write(UUID patient, String reason) {
    return clinic
        .ask(
            EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
            new OpenEmergencyAccess(
                patient, null, null, null, null, EmergencyReason.LIFE_THREATENING, reason),
            clinic.asDoctor(clinic.doctor()))
        .id();
  }

  private static String read(BusFixture node, UUID access) {
    return node.ask(
            EmergencyAccessApi.GET_EMERGENCY_ACCESS, new GetEmergencyAccess(access), node.admin())
        .reason();
  }

  /** The sealed row is back, and its key is not. */
  private void assertErased(BusFixture node) {
    assertThat(
            node.sql(
                "SELECT FROM patients.emergency_access WHERE id = $1 AND sealed IS NOT NULL",
                erasedText))
        .hasSize(1);
    assertThat(
            node.refused(
                    EmergencyAccessApi.GET_EMERGENCY_ACCESS,
                    new GetEmergencyAccess(erasedText),
                    node.admin())
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(
            node.sql(
                "SELECT FROM platform.patient_key WHERE patient_id = $1 AND wrapped IS NOT NULL",
                erased))
        .isEmpty();
  }

  private void erase() {
    var asked = clinic.ask(ErasuresApi.REQUEST_ERASURE, new RequestErasure(erased), clinic.admin());
    clinic.ask(
        ErasuresApi.CONFIRM_ERASURE,
        new ConfirmErasure(asked.id(), asked.plan().version()),
        clinic.admin());
  }
}
