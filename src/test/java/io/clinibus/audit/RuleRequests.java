package io.clinibus.audit;

import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.DepartmentDetails;
import io.clinibus.directory.api.DirectoryApi.DoctorDetails;
import io.clinibus.directory.api.TranslationsApi;
import io.clinibus.directory.api.TranslationsApi.ListClinicTexts;
import io.clinibus.directory.api.TranslationsApi.SetTranslation;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.AddAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityDetails;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.ClinicRulesApi.PolicyDetails;
import io.clinibus.scheduling.api.VisitTypesApi;
import io.clinibus.testing.BusFixture;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Requests for the clinic's rules and the directory. */
final class RuleRequests extends PreparedRequests {

  private int days;

  RuleRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    rules();
    visitTypes();
    directory();
  }

  private void rules() {
    onDoctor(
        AvailabilityApi.SET_AVAILABILITY,
        doctor ->
            new AvailabilityApi.SetAvailability(
                doctor,
                1,
                null,
                new AvailabilityDetails(
                    30, 0, Arrays.asList(BusFixture.weekdays("09:00", "12:00")))));
    onDoctor(AvailabilityApi.ADD_AVAILABILITY_EXCEPTION, RuleRequests::leave);
    onDoctor(
        AvailabilityApi.REMOVE_AVAILABILITY_EXCEPTION,
        doctor ->
            new AvailabilityApi.RemoveAvailabilityException(
                doctor,
                clinic
                    .ask(
                        AvailabilityApi.ADD_AVAILABILITY_EXCEPTION,
                        leave(doctor),
                        clinic.frontDesk())
                    .exception()
                    .id(),
                null));
    onClinic(
        ClinicRulesApi.ADD_HOLIDAY,
        () ->
            new ClinicRulesApi.AddHoliday(
                LocalDate.parse("2027-05-01").plusDays(++days), "Fair", null));
    onClinic(
        ClinicRulesApi.REMOVE_HOLIDAY,
        () -> {
          LocalDate day = LocalDate.parse("2027-01-06");
          var holiday = new ClinicRulesApi.AddHoliday(day, "Epiphany", null);
          clinic.ask(ClinicRulesApi.ADD_HOLIDAY, holiday, clinic.admin());
          return new ClinicRulesApi.RemoveHoliday(day);
        });
    onClinic(
        ClinicRulesApi.SET_POLICY,
        () -> {
          var now =
              clinic.ask(ClinicRulesApi.GET_POLICY, new ClinicRulesApi.GetPolicy(), clinic.admin());
          return new ClinicRulesApi.SetPolicy(
              now.version(),
              new PolicyDetails(
                  now.clinicName(),
                  now.zone(),
                  now.minimumNoticeMinutes(),
                  now.horizonDays(),
                  now.changeCutoffMinutes(),
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null));
        });
  }

  private void visitTypes() {
    onClinic(VisitTypesApi.CREATE_VISIT_TYPE, () -> new VisitTypesApi.CreateVisitType(visitType()));
    onClinic(
        VisitTypesApi.UPDATE_VISIT_TYPE,
        () -> {
          var create = new VisitTypesApi.CreateVisitType(visitType());
          UUID id = clinic.ask(VisitTypesApi.CREATE_VISIT_TYPE, create, clinic.admin()).id();
          return new VisitTypesApi.UpdateVisitType(id, 1, visitType());
        });
  }

  private VisitTypesApi.VisitTypeDetails visitType() {
    return new VisitTypesApi.VisitTypeDetails(
        "Check-up",
        30,
        null,
        List.of(clinic.department()),
        null,
        true,
        false,
        VisitTypesApi.VisitColour.BLUE,
        null,
        null,
        true);
  }

  private void directory() {
    onClinic(
        DirectoryApi.CREATE_DEPARTMENT, () -> new DirectoryApi.CreateDepartment(department("New")));
    onClinic(
        DirectoryApi.UPDATE_DEPARTMENT,
        () -> new DirectoryApi.UpdateDepartment(created("Old"), 1, department("Renamed")));
    onClinic(
        DirectoryApi.DELETE_DEPARTMENT, () -> new DirectoryApi.DeleteDepartment(created("Closed")));
    onClinic(
        TranslationsApi.SET_TRANSLATION,
        () -> new SetTranslation(usedText(), Language.de, "Übersetzt"));
    onClinic(DirectoryApi.CREATE_DOCTOR, () -> new DirectoryApi.CreateDoctor(colleague()));
    onClinic(
        DirectoryApi.UPDATE_DOCTOR,
        () -> new DirectoryApi.UpdateDoctor(clinic.doctor(), 1, colleague()));
    onClinic(DirectoryApi.DELETE_DOCTOR, () -> new DirectoryApi.DeleteDoctor(clinic.doctor()));
  }

  private UUID created(String name) {
    return clinic
        .ask(
            DirectoryApi.CREATE_DEPARTMENT,
            new DirectoryApi.CreateDepartment(department(name)),
            clinic.admin())
        .id();
  }

  private UUID usedText() {
    created("Translated");
    return clinic
        .ask(TranslationsApi.LIST_CLINIC_TEXTS, new ListClinicTexts(null, 1, null), clinic.admin())
        .items()
        .get(0)
        .id();
  }

  private static AddAvailabilityException leave(UUID doctor) {
    return new AddAvailabilityException(
        doctor, null, ExceptionKind.LEAVE, at("09:00"), at("10:00"), null);
  }

  private DoctorDetails colleague() {
    return new DoctorDetails(
        null,
        "Ruth",
        "Amsel",
        clinic.department(),
        "Cardiology",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static DepartmentDetails department(String name) {
    return new DepartmentDetails(name + " " + UUID.randomUUID(), null, null);
  }
}
