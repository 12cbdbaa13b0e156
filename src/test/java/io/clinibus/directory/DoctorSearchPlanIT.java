package io.clinibus.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.directory.api.DirectoryApi.ListDoctors;
import io.clinibus.platform.db.Cursor;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.LargeDataset;
import io.clinibus.testing.QueryPlans;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With 20,000 doctors every list but by language alone goes by an index. */
class DoctorSearchPlanIT {

  private static final int LIMIT = 50;

  private static DomainFixture domain;
  private static DoctorSearch search;

  @BeforeAll
  static void fill() {
    domain = DomainFixture.start(DirectoryVerticle::new);
    search = new DoctorSearch(domain.database());
    LargeDataset.doctors(domain, 20_000);
  }

  @AfterAll
  static void stop() {
    domain.close();
  }

  @Test
  void listsUseAnIndex() {
    UUID department = UUID.randomUUID();
    for (String sort : List.of("name", "-name", "fee", "-fee")) {
      assertIndexed(request(null, null, null, sort), null);
      assertIndexed(request(null, department, null, sort), null);
      assertIndexed(request(null, null, "Neurologie", sort), null);
      assertIndexed(request("Mueler", null, null, sort), null);
      assertIndexed(request(null, null, null, sort), new UUID[] {UUID.randomUUID()});
    }
    assertIndexed(request("Mueler anna", department, null, null), null);
    assertIndexed(request("müll", null, "Neurologie", null), null);
  }

  @Test
  void aTranslatedSpecialtyUsesAnIndexOfItsOwn() {
    domain.fill(
        """
        INSERT INTO directory.translation (id, language, text, translation)
        SELECT directory.text_id(text), 'en', text, 'Specialty of number ' || text
          FROM (SELECT DISTINCT specialization AS text FROM directory.doctor
                UNION SELECT 'text ' || n FROM generate_series(1, 20000) AS n) AS texts
        """);
    domain.fill("ANALYZE directory.translation");
    assertIndexed(request("neurologie", null, null, null), null);
    var words = DomainFixture.await(search.asked(request("neurologie", null, null, null))).words();
    assertThat(QueryPlans.steps(domain.database(), search.translated(words)))
        .doesNotContain("Seq Scan translation");
  }

  private static ListDoctors request(
      String q, UUID departmentId, String specialization, String sort) {
    return new ListDoctors(q, departmentId, specialization, null, null, null, sort, LIMIT, null);
  }

  private static void assertIndexed(ListDoctors request, UUID[] free) {
    var asked = DomainFixture.await(search.asked(request));
    Cursor start = null;
    var sql = search.statement(request, asked, free, start, LIMIT);
    assertThat(QueryPlans.steps(domain.database(), sql))
        .as(request.toString())
        .doesNotContain("Seq Scan doctor");
  }
}
