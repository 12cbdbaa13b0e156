package io.clinibus.records.codes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.db.Sql;
import io.clinibus.records.RecordsVerticle;
import io.clinibus.records.api.CodesApi;
import io.clinibus.records.api.CodesApi.Code;
import io.clinibus.records.api.CodesApi.SearchCodes;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.QueryPlans;
import java.io.StringReader;
import java.sql.Connection;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo codes among 80,000 others, as many as a national modification of a catalogue has. */
class CodeSearchIT {

  private static final Caller DOCTOR = DomainFixture.doctor(UUID.randomUUID());
  private static final String LARGE_SYSTEM =
      """
      INSERT INTO records.code_system (name, version, licence, imported_at)
      VALUES ('large', '1', 'CC0', now());
      INSERT INTO records.code (id, system, code, en, de, es)
      SELECT gen_random_uuid(), 'large', 'Z' || n || '.' || n % 10,
             initcap(translate(md5((n % 20000)::text), '0123456789', 'aeiouaeiou')),
             initcap(translate(md5((n % 900)::text), '0123456789', 'aeiouaeiou')), ''
        FROM generate_series(1, 80000) AS n
      """;

  private static DomainFixture domain;

  @BeforeAll
  static void fill() throws Exception {
    domain = DomainFixture.start(RecordsVerticle::new);
    try (Connection connection = Database.connect(domain.databaseSettings())) {
      connection.setAutoCommit(false);
      DemoCodes.write(connection, Instant.now());
      connection.createStatement().execute(LARGE_SYSTEM);
      connection.commit();
    }
    domain.fill("ANALYZE records.code, records.search_word");
  }

  @AfterAll
  static void stop() {
    domain.close();
  }

  @ParameterizedTest
  @CsvSource({
    "RESP-01, RESP-01",
    "resp01, RESP-01",
    "asth, RESP-11",
    "Bluthochdruck, HEART-01",
    "bluthochdrcuk, HEART-01",
    "hypertension, HEART-01",
    "tension alta, HEART-01",
    "migrana, NERV-01",
    "Z4711.1, Z4711.1"
  })
  void itIsFoundByCodeAndByWordsOfEveryLanguage(String q, String code) {
    assertThat(search(q, null).get(0).code()).isEqualTo(code);
  }

  @Test
  void theBestTwentyAreShownAndTheSystemCanBeChosen() {
    assertThat(search("Z", null)).hasSize(20);
    assertThat(search("Z1", "clinibus-everyday")).isEmpty();
    assertThat(search("pain", DemoCodes.SYSTEM)).isNotEmpty();
    assertThat(search("%", null)).isEmpty();
    Code largest = search("Z4711.1", "large").get(0);
    assertThat(largest.es()).isNull();
  }

  @Test
  void retiredCodesAreNotFound() throws Exception {
    try (Connection connection = Database.connect(domain.databaseSettings())) {
      var imports = new CodeImport(connection);
      imports.run(new StringReader("code,en\nQ1,Quokkaitis\n"), "small", "1", "CC0");
      assertThat(search("quokkaitis", null)).hasSize(1);
      imports.run(new StringReader("code,en\nQ2,Other\n"), "small", "2", "CC0");
      assertThat(search("quokkaitis", null)).isEmpty();
      assertThat(search("Q1", null)).isEmpty();
    }
  }

  @Test
  void everySearchUsesAnIndex() {
    var search = new CodeSearch(domain.database());
    for (String q : List.of("Z12", "asth", "bluthochdrcuk", "a", "tension alta", "--")) {
      for (String system : Arrays.asList(null, "large")) {
        var wanted = new SearchCodes(q, system);
        Sql sql = search.statement(wanted, DomainFixture.await(search.words(wanted)));
        assertThat(QueryPlans.steps(domain.database(), sql))
            .as(q + " " + system)
            .doesNotContain("Seq Scan code");
      }
    }
  }

  private static List<Code> search(String q, String system) {
    return domain.ask(CodesApi.SEARCH_CODES, new SearchCodes(q, system), DOCTOR).items();
  }
}
