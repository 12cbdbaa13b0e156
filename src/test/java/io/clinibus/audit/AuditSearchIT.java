package io.clinibus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.audit.api.AuditApi;
import io.clinibus.audit.api.AuditApi.Access;
import io.clinibus.audit.api.AuditApi.AuditEntry;
import io.clinibus.audit.api.AuditApi.AuditEntryPage;
import io.clinibus.audit.api.AuditApi.ListAuditEntries;
import io.clinibus.audit.api.AuditApi.ListPatientAccesses;
import io.clinibus.audit.api.AuditApi.Part;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.ClinicRulesApi.AddHoliday;
import io.clinibus.testing.BusFixture;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Administrators search the audit trail; patients see who of the staff accessed their data. */
class AuditSearchIT {

  private static BusFixture clinic;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
    clinic.sql(
        """
        INSERT INTO identity.account (id, email, name, roles)
        VALUES ($1, 'desk@example.org', 'Rosa Diaz', '{RECEPTIONIST}')
        """,
        clinic.frontDesk().userId());
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void entriesAreFoundByPatientActorKindAndTime() {
    UUID patient = clinic.patient();
    OffsetDateTime before = OffsetDateTime.now().minusMinutes(1);
    read(patient, clinic.frontDesk());
    read(patient, clinic.admin());
    read(clinic.patient(), clinic.frontDesk());

    List<AuditEntry> ofPatient = search(null, patient, null, null, null);
    assertThat(ofPatient)
        .filteredOn(entry -> entry.kind() == AuditKind.READ)
        .extracting(AuditEntry::actorId)
        .containsExactly(clinic.admin().userId(), clinic.frontDesk().userId());
    assertThat(search(clinic.frontDesk().userId(), patient, AuditKind.READ, null, null))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.actorName()).isEqualTo("Rosa Diaz");
              assertThat(entry.actorRoles()).containsExactly(Role.RECEPTIONIST);
              assertThat(entry.operation()).isEqualTo("patients.getPatient");
              assertThat(entry.outcome()).isEqualTo("done");
              assertThat(entry.patientIds()).containsExactly(patient);
            });
    assertThat(search(clinic.frontDesk().userId(), null, AuditKind.READ, before, null))
        .isNotEmpty()
        .allMatch(entry -> entry.actorId().equals(clinic.frontDesk().userId()));
    assertThat(search(null, patient, null, null, before)).isEmpty();
  }

  @Test
  void changesOfRulesAreFoundByKind() {
    LocalDate day = LocalDate.now(Clock.systemUTC()).plusDays(30);
    clinic.ask(ClinicRulesApi.ADD_HOLIDAY, new AddHoliday(day, "Fair", null), clinic.admin());
    assertThat(search(null, null, AuditKind.CONFIGURATION, null, null))
        .first()
        .satisfies(entry -> assertThat(entry.operation()).isEqualTo("scheduling.addHoliday"));
  }

  @Test
  void pagesContainEachEntryOnceNewestFirst() {
    UUID patient = clinic.patient();
    for (int i = 0; i < 5; i++) {
      read(patient, clinic.frontDesk());
    }
    List<UUID> ids = new ArrayList<>();
    List<OffsetDateTime> times = new ArrayList<>();
    String cursor = null;
    do {
      var wanted = new ListAuditEntries(null, patient, AuditKind.READ, null, null, 2, cursor);
      AuditEntryPage page = clinic.ask(AuditApi.LIST_AUDIT_ENTRIES, wanted, clinic.admin());
      page.items().forEach(entry -> ids.add(entry.id()));
      page.items().forEach(entry -> times.add(entry.at()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(ids).hasSize(5).doesNotHaveDuplicates();
    assertThat(times).isSortedAccordingTo((one, other) -> other.compareTo(one));
  }

  @Test
  void patientsSeeWhoOfTheStaffAccessedTheirData() {
    UUID patient = clinic.patient();
    Caller self = clinic.asPatient(patient);
    read(patient, self);
    read(patient, clinic.frontDesk());
    List<Access> accesses =
        clinic
            .ask(AuditApi.LIST_PATIENT_ACCESSES, new ListPatientAccesses(patient, null, null), self)
            .items();
    assertThat(accesses)
        .singleElement()
        .satisfies(
            access -> {
              assertThat(access.name()).isEqualTo("Rosa Diaz");
              assertThat(access.roles()).isEqualTo(Set.of(Role.RECEPTIONIST));
              assertThat(access.part()).isEqualTo(Part.RECORD);
              assertThat(access.kind()).isEqualTo(AuditKind.READ);
            });
  }

  @Test
  void refusedAttemptsAreNoAccesses() {
    UUID patient = clinic.patient();
    clinic.refused(
        PatientsApi.GET_PATIENT, new GetPatient(patient), clinic.asDoctor(clinic.doctor()));
    assertThat(
            clinic
                .ask(
                    AuditApi.LIST_PATIENT_ACCESSES,
                    new ListPatientAccesses(patient, null, null),
                    clinic.asPatient(patient))
                .items())
        .isEmpty();
    assertThat(search(null, patient, null, null, null))
        .extracting(AuditEntry::outcome)
        .contains("not-found");
  }

  @Test
  void othersMayNotSeeThem() {
    UUID patient = clinic.patient();
    var accesses = new ListPatientAccesses(patient, null, null);
    var entries = new ListAuditEntries(null, null, null, null, null, null, null);
    for (Caller other :
        List.of(clinic.asPatient(clinic.patient()), clinic.frontDesk(), clinic.asDoctor(patient))) {
      assertThat(clinic.refused(AuditApi.LIST_PATIENT_ACCESSES, accesses, other).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
      assertThat(clinic.refused(AuditApi.LIST_AUDIT_ENTRIES, entries, other).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
    }
  }

  private static void read(UUID patient, Caller by) {
    clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(patient), by);
  }

  private static List<AuditEntry> search(
      UUID actor, UUID patient, AuditKind kind, OffsetDateTime from, OffsetDateTime until) {
    var wanted = new ListAuditEntries(actor, patient, kind, from, until, 200, null);
    return clinic.ask(AuditApi.LIST_AUDIT_ENTRIES, wanted, clinic.admin()).items();
  }
}
