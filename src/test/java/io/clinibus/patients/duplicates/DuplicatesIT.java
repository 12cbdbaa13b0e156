package io.clinibus.patients.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.patients.PatientsVerticle;
import io.clinibus.patients.api.DuplicatesApi;
import io.clinibus.patients.api.DuplicatesApi.DismissDuplicate;
import io.clinibus.patients.api.DuplicatesApi.Duplicate;
import io.clinibus.patients.api.DuplicatesApi.DuplicateCandidate;
import io.clinibus.patients.api.DuplicatesApi.DuplicatePage;
import io.clinibus.patients.api.DuplicatesApi.DuplicateReason;
import io.clinibus.patients.api.DuplicatesApi.FindDuplicates;
import io.clinibus.patients.api.DuplicatesApi.ListDuplicates;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.UpdatePatient;
import io.clinibus.testing.DomainFixture;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DuplicatesIT {

  private static final LocalDate BORN = LocalDate.of(1971, 3, 9);
  private static final Caller DESK = DomainFixture.caller(Role.RECEPTIONIST);
  private static DomainFixture domain;

  @BeforeAll
  static void start() {
    domain = DomainFixture.start(PatientsVerticle::new);
    domain.stopJobs(); // Tests run the one that compares, to the end.
  }

  @AfterAll
  static void stop() {
    domain.close();
  }

  @BeforeEach
  void empty() {
    domain.sql("DELETE FROM patients.duplicate");
    domain.sql("UPDATE patients.patient SET deleted_at = now() WHERE deleted_at IS NULL");
  }

  @Test
  void aPersonWhoIsStoredAlreadyIsFoundBeforeTheyAreAdded() {
    Patient stored = create(details("Katharina", "Lindenberg", BORN, "+49 30 9018201", null));
    assertThat(found(details("Katarina", "Lindenberg", BORN, null, null)))
        .extracting(candidate -> candidate.patient().id())
        .containsExactly(stored.id());
    assertThat(found(details("Lindenberg", "Katharina", BORN, null, null)))
        .flatExtracting(DuplicateCandidate::reasons)
        .containsExactly(DuplicateReason.BIRTH_DATE, DuplicateReason.NAME);
    assertThat(found(details("Katharina", "Lindenberg", null, "030 901 82 01", null)))
        .flatExtracting(DuplicateCandidate::reasons)
        .containsExactly(DuplicateReason.NAME, DuplicateReason.PHONE);
    assertThat(found(details("Katharina", "Lindenberg", BORN.plusDays(1), null, null))).isEmpty();
    assertThat(found(details("Paul", "Lindenberg", BORN, "030 9018201", null))).isEmpty();
    assertThat(found(details("Katharina", "Lindenberg", null, null, null))).isEmpty();
  }

  @Test
  void anAddressIsComparedWithoutCase() {
    Patient stored = create(details("Nils", "Nordmann", null, null, "Nils@Example.org"));
    assertThat(found(details("Nils", "Nordmann", null, null, "nils@example.org")))
        .extracting(candidate -> candidate.patient().id())
        .containsExactly(stored.id());
  }

  @Test
  void aPairIsListedWhenItIsCreatedAndGoesWhenARecordIsCorrected() {
    Patient one = create(details("Ruth", "Amsel", BORN, null, null));
    Patient other = create(details("Rut", "Amsel", BORN, null, null));
    compareAll();
    assertThat(pairs())
        .singleElement()
        .satisfies(
            pair ->
                assertThat(List.of(pair.first().patient().id(), pair.second().patient().id()))
                    .containsExactlyInAnyOrder(one.id(), other.id()));
    domain.ask(
        PatientsApi.UPDATE_PATIENT,
        new UpdatePatient(other.id(), 1, details("Rut", "Amsel", BORN.plusYears(20), null, null)),
        DESK);
    compareAll();
    assertThat(pairs()).isEmpty();
  }

  @Test
  void aDismissedPairIsNotListedAgain() {
    create(details("Ruth", "Drossel", BORN, null, null));
    Patient other = create(details("Ruth", "Drossel", BORN, null, null));
    compareAll();
    UUID pair = pairs().get(0).id();
    domain.ask(DuplicatesApi.DISMISS_DUPLICATE, new DismissDuplicate(pair), DESK);
    domain.ask(
        PatientsApi.UPDATE_PATIENT,
        new UpdatePatient(other.id(), 1, details("Ruth", "Drossel", BORN, "030 1234567", null)),
        DESK);
    compareAll();
    assertThat(pairs()).isEmpty();
    assertThat(
            domain
                .refusal(DuplicatesApi.DISMISS_DUPLICATE, new DismissDuplicate(pair), DESK)
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void aRecordThatIsBeingErasedOrMergedIsComparedAfterwards() {
    Patient one = create(details("Ruth", "Zeisig", BORN, null, null));
    create(details("Rut", "Zeisig", BORN, null, null));
    SqlConnection other = DomainFixture.await(domain.database().getConnection());
    try {
      DomainFixture.await(other.begin());
      DomainFixture.await(
          other
              .preparedQuery("SELECT FROM patients.patient WHERE id = $1 FOR UPDATE")
              .execute(Tuple.of(one.id())));
      compareAll();
      assertThat(pairs()).isEmpty();
    } finally {
      DomainFixture.await(other.close());
    }
    compareAll();
    assertThat(pairs()).hasSize(1);
  }

  @Test
  void pagesListEachPairOnceBestMatchFirst() {
    for (int i = 0; i < 6; i++) {
      create(details("Ida" + i, "Meise", BORN.plusDays(i), null, null));
      create(details("Ida" + i, i % 2 == 0 ? "Meise" : "Meisel", BORN.plusDays(i), null, null));
    }
    compareAll();
    List<Duplicate> read = new ArrayList<>();
    String cursor = null;
    do {
      DuplicatePage page =
          domain.ask(DuplicatesApi.LIST_DUPLICATES, new ListDuplicates(4, cursor), DESK);
      read.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    assertThat(read).hasSize(6).extracting(Duplicate::id).doesNotHaveDuplicates();
    assertThat(read)
        .extracting(Duplicate::score)
        .isSortedAccordingTo((one, other) -> Integer.compare(other, one));
  }

  @Test
  void newRecordsAreComparedFewAtATime() {
    compareAll();
    domain.sql(
        """
        INSERT INTO patients.patient (id, given_name, family_name)
        SELECT gen_random_uuid(), 'Ada', 'B' || n FROM generate_series(1, 30) AS n
        """);
    assertThat(DomainFixture.await(new DuplicateSearch(domain.database()).run())).isTrue();
    assertThat(uncompared()).isBetween(10, 29);
    compareAll();
    assertThat(uncompared()).isZero();
  }

  private static int uncompared() {
    return domain.sql("SELECT count(*) FROM patients.uncompared").iterator().next().getInteger(0);
  }

  /** What the job does, to the end. */
  private static void compareAll() {
    var job = new DuplicateSearch(domain.database());
    while (DomainFixture.await(job.run())) {
      // A further batch.
    }
  }

  private static List<Duplicate> pairs() {
    return domain.ask(DuplicatesApi.LIST_DUPLICATES, new ListDuplicates(null, null), DESK).items();
  }

  private static List<DuplicateCandidate> found(PatientDetails details) {
    return domain.ask(DuplicatesApi.FIND_DUPLICATES, new FindDuplicates(details), DESK).items();
  }

  private static Patient create(PatientDetails details) {
    return domain.ask(PatientsApi.CREATE_PATIENT, new CreatePatient(details), DESK);
  }

  private static PatientDetails details(
      String givenName, String familyName, LocalDate born, String phone, String email) {
    return new PatientDetails(
        givenName, familyName, born, null, phone, email, null, null, null, null);
  }
}
