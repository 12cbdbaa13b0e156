package io.clinibus.platform.sealing.wrapping;

import static io.clinibus.testing.BusFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.sealing.ClinicKeys;
import io.clinibus.platform.sealing.KeyWrapper;
import io.clinibus.platform.sealing.LostClinicKey;
import io.clinibus.platform.sealing.UnknownClinicKey;
import io.clinibus.platform.sealing.WrappedKey;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.clinibus.testing.ExpectedLogs;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patients' keys wrapped by a Vault, against a stub that computes as its transit engine does. */
class VaultTransitTest {

  private static final UUID ANN = UUID.randomUUID();
  private static final UUID BOB = UUID.randomUUID();
  private static final byte[] KEY = "a patient's key".getBytes(StandardCharsets.UTF_8);

  /** A busy machine is slow, not wrong. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final Metrics metrics = new Metrics();
  private Vertx vertx;
  private TransitStub stub;
  private Path token;

  @BeforeEach
  void open() throws Exception {
    vertx = Vertx.vertx();
    stub = new TransitStub(vertx);
    token = Files.writeString(folder.resolve("token"), "hvs.first\n");
  }

  @AfterEach
  void close() {
    stub.close();
    await(vertx.close());
  }

  @Test
  void aKeyIsUnwrappedForItsPatientOnly() {
    VaultTransit vault = vault();
    WrappedKey wrapped = await(vault.wrap(Map.of(ANN, KEY))).get(0);
    assertThat(wrapped.wrappedBy()).isEqualTo("vault:clinic/transit/patients:v1");
    assertThat(new String(wrapped.bytes(), StandardCharsets.US_ASCII)).startsWith("vault:v1:");
    assertThat(await(vault.unwrap(List.of(wrapped))))
        .hasSize(1)
        .hasEntrySatisfying(ANN, key -> assertThat(key).isEqualTo(KEY));
    var moved = new WrappedKey(BOB, wrapped.wrappedBy(), wrapped.bytes());
    assertThatThrownBy(() -> await(vault.unwrap(List.of(moved))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not unwrapped");
    assertThat(stub.requests)
        .containsExactly(
            "GET /v1/clinic/transit/keys/patients",
            "POST /v1/clinic/transit/encrypt/patients",
            "POST /v1/clinic/transit/decrypt/patients",
            "POST /v1/clinic/transit/decrypt/patients");
  }

  @Test
  void manyKeysAreWrappedInBatchesOfABoundedSize() {
    VaultTransit vault = vault();
    Map<UUID, byte[]> keys = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      keys.put(UUID.randomUUID(), ("key " + i).getBytes(StandardCharsets.UTF_8));
    }
    Map<UUID, byte[]> opened = await(vault.unwrap(await(vault.wrap(keys))));
    assertThat(opened).hasSize(600);
    keys.forEach((patient, key) -> assertThat(opened.get(patient)).isEqualTo(key));
    assertThat(stub.batches).containsExactly(250, 250, 100, 250, 250, 100);
  }

  @Test
  void aNewVersionWrapsAnewWithoutTheKeysLeavingVault() {
    VaultTransit vault = vault();
    List<WrappedKey> old = await(vault.wrap(Map.of(ANN, KEY, BOB, KEY)));
    stub.rotate();
    assertThat(await(vault.current())).isEqualTo("vault:clinic/transit/patients:v2");
    stub.requests.clear();
    List<WrappedKey> rewrapped = await(vault.rewrap(old));
    assertThat(stub.requests).containsExactly("POST /v1/clinic/transit/rewrap/patients");
    assertThat(rewrapped)
        .extracting(WrappedKey::wrappedBy)
        .containsOnly("vault:clinic/transit/patients:v2");
    stub.minDecryptionVersion = 2;
    assertThat(await(vault.unwrap(rewrapped))).hasSize(2);
    assertThatThrownBy(() -> await(vault.unwrap(old))).hasMessageContaining("not unwrapped");
  }

  @Test
  void keysOfTheSettingsStillUnwrapWhatTheyHaveWrapped() {
    ClinicKeys former = ClinicKeys.of(List.of("a former secret of thirty-two chars"));
    List<WrappedKey> old = await(former.wrap(Map.of(ANN, KEY)));
    KeyWrapper ring = new ClinicKeyRing(vault(), former);
    List<WrappedKey> mixed = new ArrayList<>(old);
    mixed.addAll(await(ring.wrap(Map.of(BOB, KEY))));
    assertThat(await(ring.unwrap(mixed))).containsOnlyKeys(ANN, BOB);
    assertThat(await(ring.rewrap(mixed)))
        .hasSize(2)
        .allMatch(key -> key.wrappedBy().equals("vault:clinic/transit/patients:v1"));
    KeyWrapper alone = new ClinicKeyRing(vault(), ClinicKeys.of(List.of()));
    assertThatThrownBy(() -> await(alone.unwrap(mixed))).isInstanceOf(UnknownClinicKey.class);
  }

  @Test
  void theTokenIsReadAnewWhenAnAgentHasReplacedIt() throws Exception {
    VaultTransit vault = vault();
    stub.token = "hvs.second";
    try (var logs = ExpectedLogs.of(VaultClient.class, "Vault does not answer")) {
      assertThatThrownBy(() -> await(vault.wrap(Map.of(ANN, KEY))))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.is(CommonFailures.UNAVAILABLE)).isTrue());
      assertThat(logs.events()).hasSize(1);
    }
    Files.writeString(token, "hvs.second");
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(await(vault.wrap(Map.of(ANN, KEY)))).hasSize(1));
  }

  @Test
  void aVaultThatIsAwayIsAskedOnceASecond() {
    VaultTransit vault = vault();
    stub.answering = 503;
    int before = stub.requests.size();
    long began = System.nanoTime();
    try (var logs = ExpectedLogs.of(VaultClient.class, "Vault does not answer")) {
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> await(vault.wrap(Map.of(ANN, KEY)))).isInstanceOf(Failure.class);
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      assertThat(stub.requests.size() - before).isBetween(1, (int) seconds + 1);
      assertThat(logs.events()).isNotEmpty();
      stub.answering = 200;
      Awaitility.await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(await(vault.wrap(Map.of(ANN, KEY)))).hasSize(1));
    }
    assertThat(metrics.text())
        .contains("clinibus_vault_request_seconds_count{action=\"encrypt\",outcome=\"FAILED\"");
  }

  @Test
  void aVaultThatDoesNotAnswerIsGivenUp() {
    vault(); // The first request of a JVM takes longer.
    VaultTransit vault = await(VaultTransit.open(vertx, settings(), metrics));
    stub.silent = true;
    long began = System.nanoTime();
    try (var logs = ExpectedLogs.of(VaultClient.class, "Vault does not answer")) {
      assertThatThrownBy(() -> await(vault.wrap(Map.of(ANN, KEY)))).isInstanceOf(Failure.class);
      assertThat(logs.events()).hasSize(1);
    }
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
  }

  @Test
  void aKeyThatIsNotDerivedOrAWrongTokenIsReportedAtStart() throws Exception {
    stub.derived = false;
    assertThatThrownBy(this::vault)
        .isInstanceOf(LostClinicKey.class)
        .hasMessageContaining("derived=true");
    Files.writeString(token, "hvs.wrong");
    try (var logs = ExpectedLogs.of(VaultClient.class, "Vault does not answer")) {
      assertThatThrownBy(this::vault)
          .isInstanceOf(LostClinicKey.class)
          .hasMessageContaining("CLINIBUS_RECORDS_VAULT_TOKEN");
      assertThat(logs.events()).isNotEmpty();
    }
  }

  private VaultTransit vault() {
    return await(VaultTransit.open(vertx, settings(), PATIENCE, metrics));
  }

  private Settings.Vault settings() {
    return new Settings.Vault(
        URI.create("http://127.0.0.1:" + stub.port()),
        "clinic/transit",
        "patients",
        token,
        Optional.empty());
  }
}
