package io.clinibus.platform.sealing;

import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.SAVE_NOTE;
import static io.clinibus.testing.BusFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.cli.CommandLine;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.sealing.KeyRotation.Share;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.ChildProgram;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code rotate-keys} while 16 doctors write: it is killed in the middle and begun again. No
 * request fails, every note can be read with the new key alone, and the old one is useless.
 */
@Tag("slow")
class RotationUnderLoadIT {

  private static final String OLD = "an old secret of thirty-two characters";
  private static final String NEW = "a new secret of thirty-two characters.";
  private static final int PATIENTS = Integer.getInteger("clinibus.test.keys", 3_000);
  private static final int CLIENTS = 16;

  /** Between two requests of a client, so that the rotation gets a processor, too. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final int START_SECONDS = 180;

  private static final String IN_THE_MIDDLE =
      """
      SELECT FROM platform.patient_key WHERE patient_id =
        (SELECT patient_id FROM platform.patient_key ORDER BY patient_id LIMIT 1 OFFSET $1) FOR UPDATE
      """;

  private static final String WAITING =
      """
      SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE platform.patient_key%'
      """;

  private final TestClock clock = new TestClock("2026-11-24T06:00:00Z");
  private final List<UUID> patients = new ArrayList<>();
  private final AtomicBoolean done = new AtomicBoolean();
  private URI database;
  private BusFixture clinic;
  private Pool pool;
  private List<Draft> drafts;

  /** A note that one client writes; its text is the version that was saved last. */
  private static final class Draft {
    private final UUID id;
    private final UUID doctorId;
    private long version = 1;

    Draft(Encounter opened) {
      this.id = opened.id();
      this.doctorId = opened.doctorId();
    }
  }

  @BeforeEach
  void open() {
    database = TestServers.newDatabase();
    clinic = BusFixture.open(settings(NEW, OLD), clock);
    pool = clinic.platform().database();
    List<UUID> treated = Stream.generate(clinic::patient).limit(CLIENTS).toList();
    patients.addAll(treated);
    while (patients.size() < PATIENTS) {
      patients.addAll(strangers(Math.min(500, PATIENTS - patients.size())));
    }
    await(keys(OLD).of(patients));
    drafts = treated.stream().map(this::treat).map(Draft::new).toList();
  }

  @AfterEach
  void close() {
    done.set(true);
    clinic.close();
  }

  @Test
  void nothingFailsWhileItIsKilledAndBegunAgain() {
    List<Future<Void>> clients = drafts.stream().map(this::write).toList();
    killInTheMiddle();
    assertThat(await(rotation().shares()))
        .extracting(Share::id)
        .containsExactlyInAnyOrder(id(OLD), id(NEW));
    assertThat(rotate()).isZero();
    done.set(true);
    await(Future.all(clients));
    assertThat(await(rotation().shares())).extracting(Share::id).containsExactly(id(NEW));
    assertThat(drafts).allMatch(draft -> draft.version > 1);
    assertThatThrownBy(() -> await(check(OLD).run())).isInstanceOf(LostClinicKey.class);
    try (BusFixture restarted = BusFixture.over(settings(NEW), clock)) {
      drafts.forEach(
          draft -> assertThat(await(read(restarted, draft)).note().plan()).isEqualTo(text(draft)));
    }
  }

  /** Patients whom nobody treats. */
  private List<UUID> strangers(int number) {
    return Rows.list(
        clinic.sql(
            """
            INSERT INTO patients.patient (id, given_name, family_name)
            SELECT id, left(id::text, 8), right(id::text, 12)
              FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1)) AS made
            RETURNING id
            """,
            number),
        row -> row.getUUID("id"));
  }

  /** Writes a note again and again, reads it, and uses the key of any patient. */
  private Future<Void> write(Draft draft) {
    if (done.get()) {
      return Future.succeededFuture();
    }
    var note =
        new EncounterNote(null, null, null, null, null, null, text(draft, 1), null, null, null);
    return clinic
        .send(
            SAVE_NOTE, new SaveNote(draft.id, draft.version, note), clinic.asDoctor(draft.doctorId))
        .onSuccess(saved -> draft.version = saved.version())
        .compose(saved -> read(clinic, draft))
        .compose(
            found -> {
              assertThat(found.note().plan()).isEqualTo(text(draft));
              return clinic.platform().patientKeys().of(anyPatient());
            })
        .compose(key -> clinic.platform().vertx().timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS))
        .compose(due -> write(draft));
  }

  private UUID anyPatient() {
    return patients.get(ThreadLocalRandom.current().nextInt(patients.size()));
  }

  private static Future<Encounter> read(BusFixture node, Draft draft) {
    return node.send(
        GET_ENCOUNTER, new GetEncounter(draft.id, null), node.asDoctor(draft.doctorId));
  }

  private static String text(Draft draft) {
    return text(draft, 0);
  }

  private static String text(Draft draft, int more) {
    return "version " + (draft.version + more);
  }

  /** A key in the middle is locked, so that the rotation waits there until it is killed. */
  private void killInTheMiddle() {
    SqlConnection lock = await(pool.getConnection());
    await(lock.query("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0").execute());
    await(lock.preparedQuery(IN_THE_MIDDLE).execute(Tuple.of(PATIENTS / 2)));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ChildNode.SHORT_LIVED);
    command.addAll(ChildProgram.arguments());
    command.add("rotate-keys");
    ChildNode rotation = ChildNode.run(new ProcessBuilder(command), environment());
    Awaitility.await()
        .atMost(START_SECONDS, TimeUnit.SECONDS)
        .until(() -> clinic.sql(WAITING).size() > 0 || hasEnded(rotation));
    rotation.kill();
    await(lock.query("ROLLBACK").execute());
    await(lock.close());
  }

  /** A rotation that waits for a lock too long ends by itself; what it has done stays. */
  private static boolean hasEnded(ChildNode rotation) {
    return ProcessHandle.of(rotation.pid()).isEmpty();
  }

  private int rotate() {
    var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new CommandLine(out, out).run(List.of("rotate-keys"), environment());
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(ChildNode.production(database));
    environment.put("CLINIBUS_RECORDS_KEY", NEW + "," + OLD);
    return environment;
  }

  private Encounter treat(UUID patient) {
    UUID doctor = clinic.doctor();
    OffsetDateTime start = OffsetDateTime.parse("2026-11-24T10:00:00+01:00");
    Appointment visit =
        clinic.ask(
            AppointmentsApi.BOOK_APPOINTMENT,
            new BookAppointment(doctor, patient, start, null, null),
            clinic.frontDesk());
    clinic.ask(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, AppointmentStatus.CHECKED_IN, null),
        clinic.frontDesk());
    var wanted = new OpenEncounter(EncounterKind.VISIT, visit.id(), null);
    return clinic.ask(OPEN_ENCOUNTER, wanted, clinic.asDoctor(doctor));
  }

  private Settings settings(String... secrets) {
    return SettingsParts.with(
        new Settings.Records(List.of(secrets), Optional.empty()), TestNode.settings(database));
  }

  private PatientKeys keys(String secret) {
    return new PatientKeys(clinic.platform().vertx(), pool, wrapper(secret));
  }

  private SealingCheck check(String secret) {
    return new SealingCheck(clinic.platform().vertx(), pool, wrapper(secret), keys(secret));
  }

  private KeyRotation rotation() {
    return new KeyRotation(pool, wrapper(NEW));
  }

  private static ClinicKeys wrapper(String secret) {
    return ClinicKeys.of(List.of(secret));
  }

  private static String id(String secret) {
    return await(wrapper(secret).current());
  }
}
