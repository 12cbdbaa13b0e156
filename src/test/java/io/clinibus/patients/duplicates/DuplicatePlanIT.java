package io.clinibus.patients.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.platform.db.Cursor;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.LargeDataset;
import io.clinibus.testing.ScanCounter;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With 100,000 patients duplicates are found by indexes. */
class DuplicatePlanIT {

  private static DomainFixture domain;

  @BeforeAll
  static void fill() {
    domain = LargeDataset.clinic();
    domain.fill(
        """
        INSERT INTO patients.duplicate (id, first_id, second_id, score, reasons)
        SELECT gen_random_uuid(), least(a, b), greatest(a, b), 60 + i % 41, '{NAME}'
          FROM (SELECT i, md5('patient ' || i)::uuid AS a, md5('patient ' || i + 1)::uuid AS b
                  FROM generate_series(1, 20000, 2) AS i) AS pair
        """);
    domain.fill("ANALYZE patients.duplicate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void noTableOfPatientsIsReadAsAWhole(String planMode) {
    var details =
        new PatientDetails(
            "Anna",
            "Schmidt",
            LocalDate.of(1984, 2, 29),
            null,
            "+49 30 9018201",
            "anna@example.org",
            null,
            "0012345",
            null,
            null);
    try (ScanCounter counter = new ScanCounter(domain.databaseSettings(), planMode)) {
      var repository = new DuplicateRepository(counter.database());
      assertThat(counter.during(() -> repository.candidates(details)))
          .doesNotContain("patients.patient");
      for (Cursor after : new Cursor[] {null, new Cursor("20", UUID.randomUUID())}) {
        assertThat(counter.during(() -> repository.listing(after, 50).execute(counter.database())))
            .doesNotContain("patients.patient", "patients.duplicate");
      }
    }
  }
}
