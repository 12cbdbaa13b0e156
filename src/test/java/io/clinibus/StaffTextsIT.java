package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.api.UsersApi.BlockUser;
import io.clinibus.identity.api.UsersApi.GetUser;
import io.clinibus.identity.api.UsersApi.InviteUser;
import io.clinibus.identity.api.UsersApi.ListUsers;
import io.clinibus.identity.api.UsersApi.UnblockUser;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.signin.BlockReasons;
import io.clinibus.platform.DataForm;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealingJob;
import io.clinibus.platform.sealing.SealingJob.ClearRows;
import io.clinibus.platform.sealing.texts.StaffTexts;
import io.clinibus.platform.sealing.wrapping.TransitStub;
import io.clinibus.records.api.NoteSnippetsApi;
import io.clinibus.records.api.NoteSnippetsApi.CreateNoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.DeleteNoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.ListNoteSnippets;
import io.clinibus.records.api.NoteSnippetsApi.NoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.SnippetDetails;
import io.clinibus.records.api.NoteSnippetsApi.SnippetScope;
import io.clinibus.records.api.NoteSnippetsApi.UpdateNoteSnippet;
import io.clinibus.records.texts.NoteSnippetRepository;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.AddAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.AvailabilityApi.ListAvailabilityExceptions;
import io.clinibus.scheduling.stored.ClearSchedulingRows;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ClinicalDump;
import io.clinibus.testing.DamagedSeals;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What staff write that belongs to no patient is sealed by a key of the clinic. */
class StaffTextsIT {

  private static final String WORD = "canarystaff";
  private static final OffsetDateTime MONDAY = OffsetDateTime.parse("2026-11-30T08:00:00+01:00");
  private static final int SEALED = 503;

  @TempDir private static Path folder;

  private static Vertx vertx;
  private static TransitStub vault;
  private static BusFixture clinic;

  private UUID doctorId;
  private Caller doctor;
  private int days;

  @BeforeAll
  static void open() throws IOException {
    vertx = Vertx.vertx();
    vault = new TransitStub(vertx);
    var transit =
        new Settings.Vault(
            URI.create("http://127.0.0.1:" + vault.port()),
            "clinic/transit",
            "patients",
            Files.writeString(folder.resolve("token"), "hvs.first\n"),
            Optional.empty());
    Settings settings =
        SettingsParts.with(
            new Settings.Records(List.of(), Optional.of(transit)),
            TestNode.settings(TestServers.newDatabase()));
    clinic = BusFixture.open(settings, new TestClock("2026-11-23T07:00:00Z"));
    clinic.platform().jobs().stop(); // One of them would seal between two steps of a test.
  }

  @AfterAll
  static void close() {
    clinic.close();
    vault.close();
    BusFixture.await(vertx.close());
  }

  @BeforeEach
  void doctor() {
    doctorId = clinic.doctor();
    doctor = clinic.asDoctor(doctorId);
  }

  @AfterEach
  void asBefore() {
    clinic.sql("DELETE FROM records.note_snippet");
    clinic.sql("DELETE FROM platform.node");
    vault.answering = 200;
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(BusFixture.await(clinic.platform().patientKeys().of(PatientKeys.CLINIC)))
                    .isNotNull());
  }

  @Test
  void noWordOfThemIsInDatabaseRedisOrLogs() {
    try (ClinicalDump dump = ClinicalDump.of(clinic)) {
      NoteSnippet own = snippet("own", WORD + "own");
      NoteSnippet changed =
          clinic.ask(
              NoteSnippetsApi.UPDATE_NOTE_SNIPPET,
              new UpdateNoteSnippet(
                  own.id(), 1, new SnippetDetails(SnippetScope.DEPARTMENT, "ours", WORD + "ours")),
              doctor);
      assertThat(changed.text()).isEqualTo(WORD + "ours");
      assertThat(snippets()).containsExactly(changed);

      User blocked = block(WORD + "block");
      assertThat(blocked.blockReason()).isEqualTo(WORD + "block");
      assertThat(clinic.ask(UsersApi.GET_USER, new GetUser(blocked.id()), clinic.admin()))
          .isEqualTo(blocked);
      assertThat(blockedUsers()).contains(blocked);

      AvailabilityException leave = leave(WORD + "leave");
      assertThat(leave.note()).isEqualTo(WORD + "leave");
      assertThat(leave().note()).isEqualTo(WORD + "leave");

      dump.assertNoWord(List.of(WORD));
      assertThat(unblocked(blocked).blockReason()).isNull();
      assertThat(
              clinic.sql(
                  "SELECT FROM identity.account WHERE sealed_block_reason IS NOT NULL AND id = $1",
                  blocked.id()))
          .as("the reason goes with the block")
          .isEmpty();
    }
  }

  @Test
  void whatFormerReleasesWroteIsReadAndSealedByTheJob() {
    UUID snippet = snippet("former", "x").id();
    UUID blocked = block("x").id();
    UUID leave = leave("x").id();
    clinic.sql(
        "UPDATE records.note_snippet SET text = 'legacysnippet', sealed = NULL WHERE id = $1",
        snippet);
    clinic.sql(
        """
        UPDATE identity.account SET block_reason = 'legacyblock', sealed_block_reason = NULL
         WHERE id = $1
        """,
        blocked);
    clinic.sql(
        """
        UPDATE scheduling.availability_exception SET note = 'legacyleave', sealed = NULL
         WHERE id = $1
        """,
        leave);
    formerNode();
    assertThat(seal()).as("as long as a node runs that could not read it").isFalse();
    assertThat(inClear()).isEqualTo(3);
    assertLegacy(blocked);

    clinic.sql("DELETE FROM platform.node");
    while (seal()) {}
    assertThat(inClear()).isZero();
    assertLegacy(blocked);
    try (ClinicalDump dump = ClinicalDump.of(clinic)) {
      dump.assertNoWord(List.of("legacy"));
    }
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE records.note_snippet SET text = 'former' WHERE id = $1", snippet))
        .as("a node of the former release writes over what is sealed")
        .hasMessageContaining("note_snippet_stored");
  }

  private void assertLegacy(UUID blocked) {
    assertThat(snippets()).extracting(NoteSnippet::text).containsExactly("legacysnippet");
    assertThat(clinic.ask(UsersApi.GET_USER, new GetUser(blocked), clinic.admin()).blockReason())
        .isEqualTo("legacyblock");
    assertThat(leave().note()).isEqualTo("legacyleave");
  }

  @Test
  void sealedTextsCannotBeMoved() {
    NoteSnippet one = snippet("one", "Rest");
    NoteSnippet other = snippet("other", "Exercise");
    clinic.sql(
        """
        UPDATE records.note_snippet a SET sealed = b.sealed
          FROM records.note_snippet b WHERE a.id = $1 AND b.id = $2
        """,
        one.id(),
        other.id());
    try (var logs = DamagedSeals.expected()) {
      assertThat(snippets()).containsExactly(withoutText(one), other);
      assertThat(logs.events()).hasSize(1);
    }
    User first = block("left");
    User second = block("stole");
    clinic.sql(
        """
        UPDATE identity.account a SET sealed_block_reason = b.sealed_block_reason
          FROM identity.account b WHERE a.id = $1 AND b.id = $2
        """,
        first.id(),
        second.id());
    try (var logs = ExpectedLogs.of(StaffTexts.class, "text left out of a list")) {
      assertThat(blockedUsers())
          .as("accounts can be administered all the same")
          .contains(second, first.withBlockReason(null));
      assertThat(logs.events()).hasSize(1);
    }
    unblocked(first);
  }

  @Test
  void aDamagedSnippetHidesNoOtherAndIsReplacedOrRemoved() {
    var seals = new DamagedSeals(clinic);
    NoteSnippet damaged = snippet("a", "Rest");
    NoteSnippet intact = snippet("b", "Exercise");
    NoteSnippet removed = snippet("c", "Drink");
    seals.damage("records.note_snippet", "sealed", damaged.id());
    seals.damage("records.note_snippet", "sealed", removed.id());
    double before = seals.counted();
    try (var logs = DamagedSeals.expected()) {
      for (int read = 0; read < 2; read++) {
        assertThat(snippets()).containsExactly(withoutText(damaged), intact, withoutText(removed));
      }
      assertThat(logs.events()).hasSize(2);
      assertThat(logs.events().toString()).doesNotContain("Rest", "Drink");
    }
    assertThat(seals.counted()).isEqualTo(before + 2);
    seals.assertAuditedOnce(damaged.id(), NoteSnippetsApi.LIST_NOTE_SNIPPETS);

    NoteSnippet replaced =
        clinic.ask(
            NoteSnippetsApi.UPDATE_NOTE_SNIPPET,
            new UpdateNoteSnippet(
                damaged.id(), 1, new SnippetDetails(SnippetScope.OWN, "a", "Sleep")),
            doctor);
    clinic.ask(NoteSnippetsApi.DELETE_NOTE_SNIPPET, new DeleteNoteSnippet(removed.id()), doctor);
    assertThat(replaced.text()).isEqualTo("Sleep");
    assertThat(snippets()).containsExactly(replaced, intact);
  }

  private static NoteSnippet withoutText(NoteSnippet one) {
    return new NoteSnippet(one.id(), one.scope(), one.key(), "", true, one.version());
  }

  @Test
  void withoutTheKeyListsAreShownWithoutTheTexts() {
    snippet("key", "Rest");
    User blocked = block("left");
    AvailabilityException leave = leave("conference");
    vaultIsAway();
    assertThat(blockedUsers()).contains(blocked.withBlockReason(null));
    assertThat(leave().noteUnavailable()).isTrue();
    assertThat(leave().start()).isEqualTo(leave.start());
    assertThat(
            clinic
                .refused(NoteSnippetsApi.LIST_NOTE_SNIPPETS, new ListNoteSnippets(), doctor)
                .code())
        .isEqualTo(CommonFailures.UNAVAILABLE);
    assertThat(unblocked(blocked).blocked()).as("needs no key").isFalse();
    User atOnce = block("a stolen laptop");
    assertThat(atOnce.blockReason()).isEqualTo("a stolen laptop");
    assertThat(inClear()).isOne();

    asBefore();
    while (seal()) {}
    assertThat(inClear()).isZero();
    assertThat(blockedUsers()).contains(atOnce);
  }

  private static void vaultIsAway() {
    clinic.platform().patientKeys().forget(PatientKeys.CLINIC);
    vault.answering = SEALED;
  }

  private static void formerNode() {
    clinic.sql(
        """
        INSERT INTO platform.node (id, name, roles, started_at, seen_at, connected, data_form)
        VALUES ($1, 'former', '{}', now(), now() + interval '1 hour', '{}', $2)
        """,
        UuidV7.next(),
        DataForm.SEALED_BOOKINGS);
  }

  /** Whether there may be more. */
  private static boolean seal() {
    boolean more = false;
    for (List<ClearRows> kinds :
        List.of(
            List.of(NoteSnippetRepository.IN_CLEAR),
            List.of(BlockReasons.IN_CLEAR),
            ClearSchedulingRows.ALL)) {
      more |=
          BusFixture.await(
              new SealingJob(
                      clinic.platform().database(),
                      clinic.platform().patientKeys(),
                      "test",
                      DataForm.SEALED_STAFF_TEXTS,
                      kinds,
                      clinic.platform().metrics())
                  .run());
    }
    return more;
  }

  private static long inClear() {
    return clinic
        .sql(
            """
            SELECT (SELECT count(*) FROM records.note_snippet WHERE text IS NOT NULL)
                   + (SELECT count(*) FROM identity.account WHERE block_reason IS NOT NULL)
                   + (SELECT count(*) FROM scheduling.availability_exception WHERE note <> '') AS n
            """)
        .iterator()
        .next()
        .getLong("n");
  }

  private NoteSnippet snippet(String key, String text) {
    return clinic.ask(
        NoteSnippetsApi.CREATE_NOTE_SNIPPET,
        new CreateNoteSnippet(new SnippetDetails(SnippetScope.OWN, key, text)),
        doctor);
  }

  private List<NoteSnippet> snippets() {
    return clinic.ask(NoteSnippetsApi.LIST_NOTE_SNIPPETS, new ListNoteSnippets(), doctor).items();
  }

  private static User block(String reason) {
    var invited =
        new InviteUser(UUID.randomUUID() + "@example.org", "Eve", Set.of(Role.PHARMACIST), null);
    UUID id = clinic.ask(UsersApi.INVITE_USER, invited, clinic.admin()).user().id();
    return clinic.ask(UsersApi.BLOCK_USER, new BlockUser(id, null, reason), clinic.admin());
  }

  private static User unblocked(User blocked) {
    return clinic.ask(UsersApi.UNBLOCK_USER, new UnblockUser(blocked.id()), clinic.admin());
  }

  private static List<User> blockedUsers() {
    return clinic
        .ask(UsersApi.LIST_USERS, new ListUsers(null, null, true, 100, null), clinic.admin())
        .items();
  }

  private AvailabilityException leave(String note) {
    OffsetDateTime start = MONDAY.plusDays(days++);
    return clinic
        .ask(
            AvailabilityApi.ADD_AVAILABILITY_EXCEPTION,
            new AddAvailabilityException(
                doctorId, null, ExceptionKind.LEAVE, start, start.plusHours(2), note),
            doctor)
        .exception();
  }

  /** The only one of the doctor. */
  private AvailabilityException leave() {
    List<AvailabilityException> all =
        clinic
            .ask(
                AvailabilityApi.LIST_AVAILABILITY_EXCEPTIONS,
                new ListAvailabilityExceptions(doctorId, null, null, null),
                doctor)
            .items();
    assertThat(all).hasSize(1);
    return all.get(0);
  }
}
