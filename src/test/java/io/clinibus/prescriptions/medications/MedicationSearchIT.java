package io.clinibus.prescriptions.medications;

import static io.clinibus.prescriptions.api.MedicationsApi.CREATE_MEDICATION;
import static io.clinibus.prescriptions.api.MedicationsApi.DELETE_MEDICATION;
import static io.clinibus.prescriptions.api.MedicationsApi.GET_MEDICATION;
import static io.clinibus.prescriptions.api.MedicationsApi.LIST_MEDICATIONS;
import static io.clinibus.prescriptions.api.MedicationsApi.UPDATE_MEDICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.db.Sql;
import io.clinibus.prescriptions.PrescriptionsVerticle;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.MedicationsApi.CreateMedication;
import io.clinibus.prescriptions.api.MedicationsApi.DeleteMedication;
import io.clinibus.prescriptions.api.MedicationsApi.GetMedication;
import io.clinibus.prescriptions.api.MedicationsApi.ListMedications;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationDetails;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationForm;
import io.clinibus.prescriptions.api.MedicationsApi.UpdateMedication;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.QueryPlans;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo catalogue among 40,000 products, as many as a country has. */
class MedicationSearchIT {

  private static final String PRODUCTS =
      """
      INSERT INTO prescriptions.medication
        (id, name, substances, strength, form, unit, route, active)
      SELECT gen_random_uuid(), initcap(translate(md5(n::text), '0123456789', 'aeiouaeiou')),
             ARRAY[initcap(translate(md5((n % 3000)::text), '0123456789', 'aeiouaeiou'))],
             (n % 40 + 1) * 5 || ' mg', 'TABLET', 'TABLET', 'ORAL', n % 10 > 0
        FROM generate_series(1, 40000) AS n
      """;
  private static final Caller DOCTOR = DomainFixture.doctor(UUID.randomUUID());
  private static final Caller PHARMACIST = DomainFixture.caller(Role.PHARMACIST);

  private static DomainFixture domain;

  @BeforeAll
  static void fill() throws SQLException {
    domain = DomainFixture.start(PrescriptionsVerticle::new);
    try (Connection connection = Database.connect(domain.databaseSettings())) {
      DemoMedications.write(connection, Instant.now());
      connection.createStatement().execute(PRODUCTS);
    }
    domain.fill("ANALYZE prescriptions.medication, prescriptions.search_word");
  }

  @AfterAll
  static void stop() {
    domain.close();
  }

  @ParameterizedTest
  @CsvSource({
    "amoxi, Amoxicillin",
    "amoxicilin, Amoxicillin",
    "ibuprofen 600, Ibuprofen",
    "IBUPROFEN, Ibuprofen",
    "parcetamol 500 mg, Paracetamol",
    "clavulan, Amoxicillin and clavulanic acid",
    "levothyroxin 100, Levothyroxine"
  })
  void itIsFoundByBeginningsAndWithTypos(String q, String first) {
    assertThat(names(q, DOCTOR).get(0)).isEqualTo(first);
  }

  @Test
  void strengthsTellProductsApart() {
    var found =
        domain.ask(LIST_MEDICATIONS, new ListMedications("ibuprofen 400", null, 1, null), DOCTOR);
    assertThat(found.items()).extracting(Medication::strength).containsExactly("400 mg");
  }

  @Test
  void everyListUsesAnIndex() {
    var search = new MedicationSearch(domain.database());
    for (String q : Arrays.asList(null, "amoxi", "amoxicilin", "ibuprofen 600", "a", "mg 5 x")) {
      for (Boolean inactive : Arrays.asList(null, true)) {
        for (Cursor after : Arrays.asList(null, new Cursor(cursor(q), UUID.randomUUID()))) {
          var wanted = new ListMedications(q, inactive, 20, null);
          Sql sql = search.statement(wanted, DomainFixture.await(search.words(wanted)), after, 20);
          assertThat(QueryPlans.steps(domain.database(), sql))
              .as(wanted + " " + after)
              .doesNotContain("Seq Scan medication")
              .anyMatch(step -> step.contains("Index"));
        }
      }
    }
  }

  private static String cursor(String q) {
    return q == null ? "ibuprofen 400 mg" : "1\nibuprofen 400 mg";
  }

  @Test
  void pagesFollowEachOther() {
    var first = domain.ask(LIST_MEDICATIONS, new ListMedications("amox", null, 2, null), DOCTOR);
    var second =
        domain.ask(LIST_MEDICATIONS, new ListMedications("amox", null, 2, first.next()), DOCTOR);
    assertThat(second.items()).isNotEmpty().doesNotContainAnyElementsOf(first.items());
  }

  @Test
  void pharmacistsKeepTheCatalogueAndDoctorsReadIt() {
    Medication made = create("Zafirlukast");
    assertThat(domain.ask(GET_MEDICATION, new GetMedication(made.id()), DOCTOR)).isEqualTo(made);
    assertThat(names("zafirlukast", DOCTOR)).containsExactly("Zafirlukast");
    var retire = new UpdateMedication(made.id(), 1, details("Zafirlukast", false));
    assertThat(domain.refusal(UPDATE_MEDICATION, retire, DOCTOR).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(domain.ask(UPDATE_MEDICATION, retire, PHARMACIST).version()).isEqualTo(2);
    assertThat(domain.refusal(UPDATE_MEDICATION, retire, PHARMACIST).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    assertThat(names("zafirlukast", DOCTOR)).isEmpty();
    var all = new ListMedications("zafirlukast", true, null, null);
    assertThat(domain.ask(LIST_MEDICATIONS, all, PHARMACIST).items()).hasSize(1);
    assertThat(domain.refusal(LIST_MEDICATIONS, all, DOCTOR).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    domain.ask(DELETE_MEDICATION, new DeleteMedication(made.id()), PHARMACIST);
    assertThat(domain.refusal(GET_MEDICATION, new GetMedication(made.id()), DOCTOR).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void aProductIsInTheCatalogueOnce() {
    create("Roflumilast");
    var again = new CreateMedication(details(" roflumilast ", true));
    var refusal = domain.refusal(CREATE_MEDICATION, again, PHARMACIST);
    assertThat(refusal.code()).isEqualTo(CommonFailures.ALREADY_EXISTS);
    assertThat(refusal.errors()).extracting(error -> error.code()).containsExactly("taken");
  }

  private static Medication create(String name) {
    return domain.ask(CREATE_MEDICATION, new CreateMedication(details(name, true)), PHARMACIST);
  }

  private static MedicationDetails details(String name, boolean active) {
    return new MedicationDetails(
        name,
        List.of(name.strip()),
        "20 mg",
        MedicationForm.TABLET,
        DoseUnit.TABLET,
        Route.ORAL,
        null,
        active);
  }

  private static List<String> names(String q, Caller caller) {
    return domain
        .ask(LIST_MEDICATIONS, new ListMedications(q, null, null, null), caller)
        .items()
        .stream()
        .map(Medication::name)
        .toList();
  }
}
