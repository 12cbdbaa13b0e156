package io.clinibus.patients;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.api.PatientsApi.ListPatients;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Sql;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.LargeDataset;
import io.clinibus.testing.QueryPlans;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With 100,000 patients every list and every search goes by an index. */
class SearchPlanIT {

  private static final int LIMIT = 50;
  private static final LocalDate BIRTH_DATE = LocalDate.of(1984, 2, 29);
  private static DomainFixture domain;
  private static PatientSearch search;
  private static PatientScope busyDoctor;

  @BeforeAll
  static void fill() {
    domain = LargeDataset.clinic();
    search = new PatientSearch(domain.database());
    busyDoctor = new PatientScope(LargeDataset.busyDoctor(domain), LargeDataset.NOW, true, null);
  }

  @Test
  void listsUseAnIndex() {
    var name = new Cursor("muller anna", UUID.randomUUID());
    var created = new Cursor("2021-01-01T00:00Z", UUID.randomUUID());
    for (String sort : List.of("name", "-name", "created", "-created")) {
      for (Cursor after : Arrays.asList(null, sort.endsWith("name") ? name : created)) {
        for (LocalDate birthDate : Arrays.asList(null, BIRTH_DATE)) {
          for (PatientScope scope : List.of(PatientScope.ALL, busyDoctor)) {
            var request = new ListPatients(birthDate, sort, null, null, null);
            assertIndexed(search.listing(request, scope, after, LIMIT), request + sort + scope);
          }
        }
      }
    }
  }

  @Test
  void listsOfAllPatientsAreReadInOrder() {
    for (String sort : List.of("name", "-name", "created", "-created")) {
      var request = new ListPatients(null, sort, null, null, null);
      Sql sql = search.listing(request, PatientScope.ALL, null, LIMIT);
      assertThat(QueryPlans.steps(domain.database(), sql))
          .as(sort)
          .noneMatch(step -> step.contains("Sort"));
    }
  }

  @Test
  void searchesUseAnIndex() {
    var texts =
        List.of(
            "Müller",
            "Mueler",
            "marai",
            "anna",
            "sc",
            "ma",
            "a b",
            "anna schmitd",
            "王芳",
            "王",
            "a",
            "7",
            "Ольга",
            "0012345",
            "00",
            "+49 (30) 901-820",
            "anna maria luise mueler",
            "--",
            "x".repeat(100));
    for (String q : texts) {
      for (Cursor after : Arrays.asList(null, new Cursor("5\nmuller anna", UUID.randomUUID()))) {
        for (LocalDate birthDate : Arrays.asList(null, BIRTH_DATE)) {
          for (PatientScope scope : List.of(PatientScope.ALL, busyDoctor)) {
            var request = new SearchPatients(q, birthDate, null, null);
            var asked = DomainFixture.await(search.asked(q));
            assertIndexed(
                search.searching(request, asked, scope, after, LIMIT),
                q + after + birthDate + scope);
          }
        }
      }
    }
  }

  @Test
  void searchesFindRowsOfTheFixture() {
    var found = new ArrayList<Integer>();
    for (String q : List.of("marai", "Mueler", "0012345", "王芳")) {
      var request = new SearchPatients(q, null, null, null);
      found.add(DomainFixture.await(search.search(request, PatientScope.ALL)).items().size());
    }
    assertThat(found).allMatch(size -> size > 0);
    var busy = new ListPatients(null, null, LIMIT, null, null);
    assertThat(DomainFixture.await(search.list(busy, busyDoctor)).items()).hasSize(LIMIT);
  }

  private static void assertIndexed(Sql sql, String description) {
    assertThat(QueryPlans.steps(domain.database(), sql))
        .as(description)
        .doesNotContain("Seq Scan patient", "Seq Scan appointment")
        .anyMatch(step -> step.contains("Index") || step.startsWith("Result"));
  }
}
