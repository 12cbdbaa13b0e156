package io.clinibus.privacy.erasure;

import static io.clinibus.testing.BusFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.db.Rows;
import io.clinibus.privacy.api.RetentionApi;
import io.clinibus.privacy.api.RetentionApi.ListRetention;
import io.clinibus.privacy.api.RetentionApi.RetentionDetails;
import io.clinibus.privacy.api.RetentionApi.RetentionKind;
import io.clinibus.privacy.api.RetentionApi.RetentionPeriod;
import io.clinibus.privacy.api.RetentionApi.SetRetention;
import io.clinibus.privacy.records.PersonalDataRepository;
import io.clinibus.privacy.retention.RetentionRepository;
import io.clinibus.testing.BusFixture;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Erasure of patients' data without a request. */
class RecordRetentionIT {

  private static BusFixture clinic;
  private static RecordRetentionJob job;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
    var platform = clinic.platform();
    var data =
        new PersonalDataRepository(platform.database(), platform.patientKeys(), platform.modules());
    var periods = new RetentionRepository(platform.database());
    job =
        new RecordRetentionJob(
            new ErasureRepository(platform.database(), data, new ErasureWriter(data, periods)),
            periods,
            platform.bus(),
            platform.clock(),
            platform.metrics());
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void nothingIsErasedUnlessAnAdministratorHasSetIt() {
    UUID old = registered("20 years");
    UUID merged = registered("20 years");
    UUID recent = registered("1 year");
    clinic.sql(
        """
        INSERT INTO patients.merge (id, from_id, into_id, written, merged_at)
        VALUES (gen_random_uuid(), $1, $2, 1, now())
        """,
        merged,
        recent);
    RetentionPeriod period = period();
    assertThat(period.automatic()).isFalse();

    run();
    assertThat(isErased(old)).isFalse();

    clinic.ask(
        RetentionApi.SET_RETENTION,
        new SetRetention(
            period.kind(), period.version(), new RetentionDetails(3653, period.source(), true)),
        clinic.admin());
    run();
    assertThat(isErased(old)).isTrue();
    assertThat(isErased(recent)).isFalse();
    assertThat(isErased(merged)).isFalse();
  }

  private static void run() {
    boolean more;
    do {
      more = await(job.run());
    } while (more);
  }

  private static RetentionPeriod period() {
    return clinic
        .ask(RetentionApi.LIST_RETENTION, new ListRetention(), clinic.admin())
        .items()
        .stream()
        .filter(one -> one.kind() == RetentionKind.PATIENT_RECORD)
        .findFirst()
        .orElseThrow();
  }

  private static UUID registered(String ago) {
    UUID patient = clinic.patient();
    clinic.sql(
        "UPDATE patients.patient SET created_at = now() - $2::text::interval WHERE id = $1",
        patient,
        ago);
    return patient;
  }

  private static boolean isErased(UUID patient) {
    return Rows.one(
            clinic.sql(
                "SELECT erased_at IS NOT NULL AS erased FROM patients.patient WHERE id = $1",
                patient))
        .getBoolean("erased");
  }
}
