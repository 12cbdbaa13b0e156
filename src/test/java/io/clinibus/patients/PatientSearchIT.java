package io.clinibus.patients;

import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.ListPatients;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.PatientPage;
import io.clinibus.patients.api.PatientsApi.PatientSummary;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Search and lists of patients. */
class PatientSearchIT extends PatientsFixture {

  @Test
  void thoseWhoProposeChangesAreListedToWhoeverDecidesThem() {
    propose("Contact", "INSURANCE", "PENDING");
    propose("History", "MEDICAL_HISTORY", "PENDING");
    propose("Done", "INSURANCE", "REFUSED");
    var request = new ListPatients(null, null, null, null, true);
    assertThat(domain.ask(PatientsApi.LIST_PATIENTS, request, DESK).items())
        .extracting(PatientSummary::familyName)
        .containsExactly("Contact");
  }

  private void propose(String familyName, String part, String status) {
    domain.sql(
        """
        WITH p AS (
          INSERT INTO patients.patient (id, given_name, family_name)
          VALUES (gen_random_uuid(), 'Ada', $1) RETURNING id)
        INSERT INTO patients.proposal (id, patient_id, part, proposed, status)
        SELECT gen_random_uuid(), id, $2, '{}', $3 FROM p
        """,
        familyName,
        part,
        status);
  }

  @Test
  void forgivesTyposAndIgnoresCaseAndAccents() {
    create("Jürgen", "Müllerschön");
    create("Żaneta", "Schmidt-Lüdenscheid");
    create("Ольга", "Кузнецова");
    create("Olga", "Typo");
    create("Zoë", "O'Neill");
    create("محمد", "الخوارزمي");

    for (String q :
        List.of(
            "müllerschön", "MULLERSCHON", "Muelerschön", "mullershcon", "müllersc", "jurgen mül")) {
      assertThat(search(q)).as(q).contains("Jürgen Müllerschön");
    }
    for (String q : List.of("ludenscheid", "Schmitd", "zaneta schmidt", "lüdenscheid schmidt")) {
      assertThat(search(q)).as(q).contains("Żaneta Schmidt-Lüdenscheid");
    }
    assertThat(search("ольга кузнецова")).first().isEqualTo("Ольга Кузнецова");
    assertThat(search("Кузнцеова")).contains("Ольга Кузнецова");
    assertThat(search("olqa typo")).containsExactly("Olga Typo");
    for (String q : List.of("zoe o'neill", "Zoe O’Neill", "zoe oneill", "neill zoë", "O'Neil")) {
      assertThat(search(q)).as(q).contains("Zoë O'Neill");
    }
    assertThat(search("محمد")).contains("محمد الخوارزمي");
    assertThat(search("Müllerschön Schmidt")).isEmpty();
  }

  @Test
  void findsChineseNamesAsTheyAreWritten() {
    create("芳", "王");
    assertThat(search("王芳")).containsExactly("芳 王");
    assertThat(search("芳 王")).containsExactly("芳 王");
    assertThat(search("王")).containsExactly("芳 王");
  }

  @Test
  void theBestMatchIsFirst() {
    create("Ann", "Rankmeierova");
    create("Zacharias", "Rankmeier");
    create("Ann", "Rankmeyer");
    create("Ann", "Rankmeier");

    assertThat(search("Ann Rankmeier"))
        .containsExactly("Ann Rankmeier", "Ann Rankmeierova", "Ann Rankmeyer");
    assertThat(search("rankmeier"))
        .containsExactly(
            "Ann Rankmeier", "Zacharias Rankmeier", "Ann Rankmeierova", "Ann Rankmeyer");
  }

  @Test
  void findsIdentifiersWithTheirLeadingZeros() {
    create(numbered("Nora", "Numbered", "0012345"));
    create(numbered("Nils", "Longer", "00123456"));
    create(numbered("Nele", "Without", "12345"));
    create(numbered("Nina", "Lettered", "KV-Ä 77/x"));

    assertThat(search("0012345")).containsExactly("Nora Numbered", "Nils Longer");
    assertThat(search("12345")).containsExactly("Nele Without");
    assertThat(search("00123")).containsExactly("Nils Longer", "Nora Numbered");
    assertThat(search("kvä77x")).containsExactly("Nina Lettered");
    assertThat(search("kv-ä 7")).containsExactly("Nina Lettered");
  }

  @Test
  void findsTelephoneNumbersInAnyNotation() {
    create(phoned("Paul", "International", "+49 (30) 901-820"));
    create(phoned("Pia", "National", "0711/48 23 96"));

    for (String q :
        List.of("030901820", "+49 30 901820", "0049 30/90 18 20", "+49 (0)30 901820", "901-820")) {
      assertThat(search(q)).as(q).containsExactly("Paul International");
    }
    for (String q : List.of("0711 482396", "+49 711 482396", "482396")) {
      assertThat(search(q)).as(q).containsExactly("Pia National");
    }
    assertThat(search("030901821")).isEmpty();
  }

  @Test
  void takesSpecialCharactersLiterally() {
    create("Percy", "Percent");
    for (String q :
        List.of("%%", "__", "''", "\\\\", "%' OR 1=1 --", "P%", "P_rc%", "$1", "??", "(0)", "  ")) {
      assertThat(search(q)).as(q).doesNotContain("Percy Percent");
    }
    var nul = new SearchPatients("Per\u0000cy", null, null, null);
    assertThat(domain.refusal(PatientsApi.SEARCH_PATIENTS, nul, DESK).code())
        .isEqualTo(CommonFailures.MALFORMED_REQUEST);
    assertThat(search("x".repeat(100))).isEmpty();
    assertThat(search("a ".repeat(50))).isEmpty();
  }

  @Test
  void narrowsByBirthDate() {
    create(born("Bea", "Birthday", LocalDate.of(1990, 5, 1)));
    create(born("Ben", "Birthday", LocalDate.of(1990, 5, 2)));

    var request = new SearchPatients("Birthday", LocalDate.of(1990, 5, 2), null, null);
    assertThat(names(domain.ask(PatientsApi.SEARCH_PATIENTS, request, DESK)))
        .containsExactly("Ben Birthday");
    assertThat(list(LocalDate.of(1990, 5, 1), null, DESK)).containsExactly("Bea Birthday");
    assertThat(list(LocalDate.of(1990, 5, 1), "-created", DESK)).containsExactly("Bea Birthday");
  }

  @Test
  void listsAndSearchesShowTheAddress() {
    LocalDate born = LocalDate.of(1911, 11, 11);
    var details =
        new PatientDetails(
            "Ada", "Addressed", born, null, null, null, "Main Street 1", null, null, null);
    create(details);
    var search = new SearchPatients("Addressed", born, null, null);
    var list = new ListPatients(born, null, null, null, null);
    for (PatientPage page :
        List.of(
            domain.ask(PatientsApi.SEARCH_PATIENTS, search, DESK),
            domain.ask(PatientsApi.LIST_PATIENTS, list, DESK))) {
      assertThat(page.items()).extracting(PatientSummary::address).containsExactly("Main Street 1");
    }
  }

  @Test
  void pagesLoseAndRepeatNoRowWhileRowsAreInserted() {
    LocalDate day = LocalDate.of(1901, 1, 1);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      expected.add(fullName(create(born("Page " + i % 3, "Pagination", day))));
    }
    for (String sort : List.of("name", "-name", "created", "-created")) {
      var ids = new ArrayList<UUID>();
      String cursor = null;
      do {
        var request = new ListPatients(day, sort, 5, cursor, null);
        PatientPage page = domain.ask(PatientsApi.LIST_PATIENTS, request, DESK);
        page.items().stream()
            .filter(item -> item.familyName().equals("Pagination"))
            .map(PatientSummary::id)
            .forEach(ids::add);
        cursor = page.next();
        create(born("Page", "Intruder", day));
      } while (cursor != null && ids.size() < expected.size());
      assertThat(ids).as(sort).hasSize(expected.size()).doesNotHaveDuplicates();
    }
  }

  @Test
  void searchPagesLoseAndRepeatNoRow() {
    for (int i = 0; i < 11; i++) {
      create("Hit" + i % 2, i % 3 == 0 ? "Searchpaging" : "Saerchpaging");
    }
    var found = new ArrayList<UUID>();
    String cursor = null;
    do {
      var request = new SearchPatients("searchpaging", null, 3, cursor);
      PatientPage page = domain.ask(PatientsApi.SEARCH_PATIENTS, request, DESK);
      page.items().stream()
          .filter(item -> item.givenName().startsWith("Hit"))
          .map(PatientSummary::id)
          .forEach(found::add);
      cursor = page.next();
      create("Intruder", "Searchpaging");
    } while (cursor != null && found.size() < 11);
    assertThat(found).hasSize(11).doesNotHaveDuplicates();
  }

  @Test
  void refusesCursorsOfOtherLists() {
    create("Cora", "Cursor");
    create("Cora", "Cursor");
    String byName =
        domain
            .ask(PatientsApi.LIST_PATIENTS, new ListPatients(null, "name", 1, null, null), DESK)
            .next();
    for (String cursor : List.of(byName, "AAAA", "!")) {
      var request = new ListPatients(null, "created", 1, cursor, null);
      assertThat(domain.refusal(PatientsApi.LIST_PATIENTS, request, DESK).code())
          .isEqualTo(CommonFailures.INVALID_REQUEST);
    }
  }

  private static String fullName(Patient patient) {
    return patient.givenName() + " " + patient.familyName();
  }

  private static PatientDetails phoned(String givenName, String familyName, String phone) {
    return details(givenName, familyName, null, phone, null);
  }
}
