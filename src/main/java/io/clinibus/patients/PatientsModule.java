package io.clinibus.patients;

import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.platform.Module;
import io.clinibus.platform.jobs.RetentionJob.Rule;
import java.time.Duration;
import java.util.List;

/** Describes the patients domain. */
public final class PatientsModule {

  private static final String CONFIRMATIONS =
      """
      DELETE FROM patients.email_confirmation WHERE id IN (
        SELECT id FROM patients.email_confirmation WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  public static final Module MODULE =
      Module.of("patients", PatientsVerticle::new)
          .withApis(
              EmergencyAccessApi.class,
              PatientChangesApi.class,
              PatientsApi.class,
              ProposalsApi.class)
          .withFailures(PatientsFailures.class)
          .withRetention(List.of(new Rule(CONFIRMATIONS, Duration.ZERO)));

  private PatientsModule() {}
}
