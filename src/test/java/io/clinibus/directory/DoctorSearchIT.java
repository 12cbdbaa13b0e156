package io.clinibus.directory;

import static io.clinibus.testing.DomainFixture.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.Department;
import io.clinibus.directory.api.DirectoryApi.Doctor;
import io.clinibus.directory.api.DirectoryApi.DoctorDetails;
import io.clinibus.directory.api.DirectoryApi.DoctorPage;
import io.clinibus.directory.api.DirectoryApi.Fee;
import io.clinibus.directory.api.DirectoryApi.ListDoctorsBySpecialization;
import io.clinibus.scheduling.api.SlotsApi.FindFreeDoctors;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists and search of doctors. */
class DoctorSearchIT extends DirectoryFixture {

  @Test
  void searchToleratesTyposAndReturnsTheBestMatchFirst() {
    Department department = department("Search", null, null);
    doctor("Jürgen", "Mullberg", department, "Kardiologie");
    doctor("Anna", "Müllbergen", department, "Neurologie");
    doctor("Ольга", "Петрова", department, "Дерматология");
    doctor("芳", "王", department, "针灸");

    assertThat(names(list(query().q("mullberg"))))
        .containsExactly("Jürgen Mullberg", "Anna Müllbergen");
    for (String q : List.of("Mulberg", "mullbegr", "müllberg kardio", "kardiolgie jurgen")) {
      assertThat(names(list(query().q(q)))).as(q).contains("Jürgen Mullberg");
    }
    assertThat(names(list(query().q("петорва")))).containsExactly("Ольга Петрова");
    assertThat(names(list(query().q("дерматология")))).containsExactly("Ольга Петрова");
    assertThat(names(list(query().q("王芳")))).containsExactly("芳 王");
    for (String q : List.of("%", "_", "'", "\\", "%' OR true --", "$1", "?")) {
      assertThat(names(list(query().q(q)))).as(q).isEmpty();
    }
    assertThat(names(list(query().q("mullberg").sort("-name"))))
        .containsExactly("Anna Müllbergen", "Jürgen Mullberg");
  }

  @Test
  void aSpecialtyIsFoundByItsTranslations() {
    Department department = department("Translated", null, null);
    doctor("Ada", "Translatable", department, "Rheumatology");
    doctor("Ben", "Translatable", department, "Nephrology");
    domain.sql(
        """
        INSERT INTO directory.translation (id, language, text, translation)
        VALUES (directory.text_id('Rheumatology'), 'de', 'Rheumatology', 'Rheumatologie und Gelenke'),
               (directory.text_id('Nephrology'), 'es', 'Nephrology', 'Riñones y diálisis')
        """);
    for (String q : List.of("Rheumatologie", "gelenke", "Gelnke", "rheumatolog")) {
      assertThat(names(list(query().q(q)))).as(q).containsExactly("Ada Translatable");
    }
    assertThat(names(list(query().q("dialisis")))).containsExactly("Ben Translatable");
    assertThat(names(list(query().q("dialisis").departmentId(department.id()))))
        .containsExactly("Ben Translatable");
    assertThat(names(list(query().q("dialisis").specialization("Rheumatology")))).isEmpty();
  }

  @Test
  void filtersAreCombined() {
    Department one = department("Filter One", null, null);
    Department two = department("Filter Two", null, null);
    Doctor a = doctor(filterable("Aa", one, "Filterkunde", "de-AT", 300));
    Doctor b = doctor(filterable("Bb", one, "FILTERKUNDE", "en", 100));
    Doctor c = doctor(filterable("Cc", two, "Filterkunde", "de", 200));

    assertThat(ids(list(query().specialization("filterkunde"))))
        .containsExactly(a.id(), b.id(), c.id());
    assertThat(ids(bySpecialization("FilterKunde"))).containsExactly(a.id(), b.id(), c.id());
    assertThat(bySpecialization("Filter").items()).isEmpty();
    assertThat(ids(list(query().departmentId(one.id())))).containsExactly(a.id(), b.id());
    assertThat(ids(list(query().specialization("Filterkunde").language("DE"))))
        .containsExactly(a.id(), c.id());
    assertThat(ids(list(query().departmentId(one.id()).language("de-at")))).containsExactly(a.id());
    assertThat(ids(list(query().departmentId(one.id()).language("d")))).isEmpty();
    assertThat(ids(list(query().specialization("Filterkunde").sort("fee"))))
        .containsExactly(b.id(), c.id(), a.id());
    assertThat(ids(list(query().specialization("Filterkunde").sort("-fee"))))
        .containsExactly(a.id(), c.id(), b.id());
    assertThat(ids(list(query().specialization("Filterkunde").sort("-name"))))
        .containsExactly(c.id(), b.id(), a.id());
  }

  @Test
  void findsDoctorsWithFreeSlots() {
    Department department = department("Free", null, null);
    Doctor idle = doctor("Ida", "Idle", department, "Freeology");
    doctor("Ben", "Busy", department, "Freeology");
    free = List.of(idle.id(), UUID.randomUUID());
    var request = query().departmentId(department.id()).free(TOMORROW, TOMORROW.plusDays(14));
    assertThat(ids(list(request))).containsExactly(idle.id());
    assertThat(askedFree).isEqualTo(new FindFreeDoctors(TOMORROW, TOMORROW.plusDays(14)));
    free = List.of();
    assertThat(list(request).items()).isEmpty();
  }

  @Test
  void refusesAnInvalidFreeRange() {
    assertInvalidList(query().free(TOMORROW, null), "freeUntil");
    assertInvalidList(query().free(null, TOMORROW), "freeFrom");
    assertInvalidList(query().free(TOMORROW, TOMORROW), "freeUntil");
    assertInvalidList(query().free(TOMORROW, TOMORROW.plusDays(14).plusSeconds(1)), "freeUntil");
  }

  @Test
  void everyOrderIsPagedWithoutLossOrRepetition() {
    Department department = department("Paging", null, null);
    var expected = new ArrayList<UUID>();
    for (int i = 0; i < 17; i++) {
      Doctor doctor =
          doctor(filterable("Page" + i % 3, department, "Pagingology", "de", i % 4 * 100));
      expected.add(doctor.id());
    }
    for (Query query :
        List.of(
            query().sort("name"),
            query().sort("-name"),
            query().sort("fee"),
            query().sort("-fee"),
            query().q("pagingolgy"),
            query().q("pagingology").sort("fee"))) {
      var found = new ArrayList<UUID>();
      String cursor = null;
      do {
        DoctorPage page = list(query.departmentId(department.id()).page(4, cursor));
        ids(page).stream().filter(expected::contains).forEach(found::add);
        cursor = page.next();
        doctor(filterable("Page1", department, "Pagingology", "de", 50));
      } while (cursor != null && found.size() < expected.size());
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static DoctorDetails filterable(
      String name, Department in, String specialization, String language, int fee) {
    return new DoctorDetails(
        null,
        name,
        name,
        in.id(),
        specialization,
        null,
        List.of(language),
        null,
        null,
        new Fee(fee, "EUR"),
        null,
        null,
        null,
        null);
  }

  private static DoctorPage bySpecialization(String specialization) {
    return domain.ask(
        DirectoryApi.LIST_DOCTORS_BY_SPECIALIZATION,
        new ListDoctorsBySpecialization(specialization, null, null),
        visitor());
  }

  private static List<UUID> ids(DoctorPage page) {
    return page.items().stream().map(DirectoryApi.DoctorSummary::id).toList();
  }

  private static void assertInvalidList(Query query, String parameter) {
    assertInvalid(DirectoryApi.LIST_DOCTORS, query.request(), visitor(), parameter);
  }
}
