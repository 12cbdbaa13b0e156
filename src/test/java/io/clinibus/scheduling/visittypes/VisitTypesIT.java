package io.clinibus.scheduling.visittypes;

import static io.clinibus.scheduling.api.VisitTypesApi.CREATE_VISIT_TYPE;
import static io.clinibus.scheduling.api.VisitTypesApi.GET_VISIT_TYPE;
import static io.clinibus.scheduling.api.VisitTypesApi.LIST_VISIT_TYPES;
import static io.clinibus.scheduling.api.VisitTypesApi.UPDATE_VISIT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.DayVisit;
import io.clinibus.scheduling.api.AgendaApi.GetDepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.GetRota;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetCalendarFile;
import io.clinibus.scheduling.api.VisitTypesApi.CreateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.GetVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.ListVisitTypes;
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.api.VisitTypesApi.UpdateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitColour;
import io.clinibus.scheduling.api.VisitTypesApi.VisitPrice;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeDetails;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeMark;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Visit types as administrators define them and as they are listed and named. */
class VisitTypesIT extends VisitTypesFixture {

  @Test
  void anAdministratorAddsATypeAndPatientsSeeIt() {
    VisitType made =
        clinic.ask(
            CREATE_VISIT_TYPE,
            new CreateVisitType(
                new VisitTypeDetails(
                    " Check-up ",
                    90,
                    new VisitPrice(4500, "EUR"),
                    List.of(clinic.department()),
                    List.of(doctor),
                    true,
                    false,
                    VisitColour.TEAL,
                    "Bring your results.",
                    List.of(FIRST, WHERE),
                    true)),
            clinic.admin());
    assertThat(made.name()).isEqualTo("Check-up");
    assertThat(made.version()).isEqualTo(1);
    assertThat(made.price()).isEqualTo(new VisitPrice(4500, "EUR"));
    assertThat(made.questions()).extracting(VisitQuestion::id).doesNotContainNull();
    assertThat(clinic.ask(GET_VISIT_TYPE, new GetVisitType(made.id()), asPatient()))
        .isEqualTo(made);
    assertThat(listed(asPatient())).contains(made);
  }

  @Test
  void patientsSeeOnlyWhatTheyCanBookAndStaffWhatCanBeBooked() {
    VisitType open = type(60, it -> it);
    VisitType staffOnly = type(60, it -> bookable(it, false));
    VisitType gone = type(60, it -> active(it, false));
    assertThat(listed(asPatient())).contains(open).doesNotContain(staffOnly, gone);
    assertThat(listed(clinic.frontDesk())).contains(open, staffOnly).doesNotContain(gone);
    assertThat(clinic.refused(GET_VISIT_TYPE, new GetVisitType(gone.id()), asPatient()).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    var all = new ListVisitTypes(null, null, true, 200, null);
    assertThat(clinic.ask(LIST_VISIT_TYPES, all, clinic.admin()).items()).contains(gone);
    assertThat(clinic.refused(LIST_VISIT_TYPES, all, clinic.frontDesk()).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void typesAreListedByNameOfADepartmentAndOfADoctor() {
    UUID other = clinic.doctor();
    VisitType ofAll = type(60, it -> named(it, "A of all"));
    VisitType ofOne = type(60, it -> offeredBy(named(it, "B of one"), doctor));
    assertThat(listed(new ListVisitTypes(null, doctor, null, 200, null)))
        .containsSubsequence(ofAll, ofOne);
    assertThat(listed(new ListVisitTypes(null, other, null, 200, null)))
        .contains(ofAll)
        .doesNotContain(ofOne);
    assertThat(listed(new ListVisitTypes(UUID.randomUUID(), null, null, 200, null))).isEmpty();
    assertThat(listed(new ListVisitTypes(clinic.department(), null, null, 200, null)))
        .contains(ofAll, ofOne);
  }

  @Test
  void onlyAdministratorsChangeTypesAndOnlyTheCurrentVersion() {
    VisitType type = type(60, it -> it);
    var longer = new UpdateVisitType(type.id(), 1, details(type, 90));
    assertThat(clinic.refused(UPDATE_VISIT_TYPE, longer, clinic.frontDesk()).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(clinic.ask(UPDATE_VISIT_TYPE, longer, clinic.admin()).version()).isEqualTo(2);
    assertThat(clinic.refused(UPDATE_VISIT_TYPE, longer, clinic.admin()).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    var unknown = new UpdateVisitType(UUID.randomUUID(), 1, details(type, 90));
    assertThat(clinic.refused(UPDATE_VISIT_TYPE, unknown, clinic.admin()).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void whatATypeRefersToIsChecked() {
    assertThat(pointers(creation(it -> inDepartment(it, UUID.randomUUID()))))
        .containsExactly("/departmentIds");
    assertThat(pointers(creation(it -> offeredBy(it, UUID.randomUUID()))))
        .containsExactly("/doctorIds");
    var oneChoice = new VisitQuestion(null, "Side?", QuestionKind.CHOICE, false, List.of("Left"));
    assertThat(pointers(creation(it -> asking(it, FIRST, oneChoice))))
        .containsExactly("/questions/1/choices");
    var another = new VisitQuestion(UUID.randomUUID(), "?", QuestionKind.TEXT, false, null);
    assertThat(pointers(creation(it -> asking(it, another)))).containsExactly("/questions/0/id");
  }

  @Test
  void aDayPlanShowsNameAndColourButNotOfColleaguesVisits() {
    VisitType type = type(60, it -> it);
    Appointment booked = book(type, "09:00");
    var mark = new VisitTypeMark(type.name(), type.colour());
    var day = new GetDepartmentDay(clinic.department(), TUESDAY);
    assertThat(clinic.ask(AgendaApi.GET_DEPARTMENT_DAY, day, clinic.frontDesk()).visits())
        .filteredOn(visit -> visit.id().equals(booked.id()))
        .extracting(DayVisit::typeMark)
        .containsExactly(mark);
    UUID colleague = clinic.doctor();
    var rota = new GetRota(colleague, TUESDAY);
    assertThat(clinic.ask(AgendaApi.GET_ROTA, rota, clinic.asDoctor(colleague)).visits())
        .filteredOn(visit -> visit.id().equals(booked.id()))
        .extracting(DayVisit::typeMark)
        .containsOnlyNulls();
  }

  @Test
  void mailsAndCalendarFilesNameTheTypeInEachLanguageUnlessItIsDiscreet() {
    VisitType type = type(60, it -> named(it, "Skin check " + UUID.randomUUID()));
    clinic.sql(
        """
        INSERT INTO directory.translation (id, language, text, translation)
        VALUES (directory.text_id($1), 'de', $1, 'Hautkrebsvorsorge')
        """,
        type.name());
    Appointment booked = book(type, "09:00");
    assertThat(mailOf(booked))
        .contains(java.util.Map.entry("visitType", type.name()))
        .contains(java.util.Map.entry("visitType_de", "Hautkrebsvorsorge"))
        .contains(java.util.Map.entry("instruction", type.instruction()));
    assertThat(calendarFile(booked)).contains(type.name());
    VisitType discreet = type(60, VisitTypesIT::discreet);
    Appointment quiet = book(discreet, "10:00");
    assertThat(mailOf(quiet)).doesNotContainKeys("visitType", "instruction");
    assertThat(calendarFile(quiet)).doesNotContain(discreet.name());
  }

  @Test
  void itsTextsCanBeTranslated() {
    var either =
        new VisitQuestion(null, "Ear?", QuestionKind.CHOICE, true, List.of("Upper ear", "B"));
    VisitType type = type(60, it -> asking(named(it, "Ear check"), either));
    List<String> texts =
        io.clinibus.platform.db.Rows.list(
            clinic.sql("SELECT text FROM directory.clinic_text"), row -> row.getString("text"));
    assertThat(texts).contains("Ear check", "Ear?", "Upper ear", type.instruction());
  }

  private Failure creation(UnaryOperator<VisitTypeDetails> change) {
    return clinic.refused(
        CREATE_VISIT_TYPE, new CreateVisitType(change.apply(details(60))), clinic.admin());
  }

  private static VisitTypeDetails named(VisitTypeDetails it, String name) {
    return with(
        it,
        name,
        it.departmentIds(),
        it.doctorIds(),
        it.bookableByPatients(),
        it.discreet(),
        it.questions(),
        it.active());
  }

  private static VisitTypeDetails inDepartment(VisitTypeDetails it, UUID department) {
    return with(
        it, it.name(), List.of(department), it.doctorIds(), true, false, it.questions(), true);
  }

  private static VisitTypeDetails discreet(VisitTypeDetails it) {
    return with(
        it, "Discreet", it.departmentIds(), it.doctorIds(), true, true, it.questions(), true);
  }

  private List<VisitType> listed(Caller caller) {
    return clinic
        .ask(LIST_VISIT_TYPES, new ListVisitTypes(null, null, null, 200, null), caller)
        .items();
  }

  private List<VisitType> listed(ListVisitTypes wanted) {
    return clinic.ask(LIST_VISIT_TYPES, wanted, asPatient()).items();
  }

  private static java.util.Map<String, Object> mailOf(Appointment booked) {
    return clinic
        .sql(
            """
            SELECT payload -> 'params' AS params FROM platform.outbox
             WHERE type = 'notifications.requested' AND payload -> 'params' ->> 'appointmentId' = $1
            """,
            booked.id().toString())
        .iterator()
        .next()
        .get(JsonObject.class, "params")
        .getMap();
  }

  private String calendarFile(Appointment booked) {
    return clinic
        .ask(
            io.clinibus.scheduling.api.AppointmentsApi.GET_CALENDAR_FILE,
            new GetCalendarFile(booked.id(), "en"),
            asPatient())
        .content()
        .replace("\r\n ", "");
  }
}
