package io.clinibus.patients;

import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.platform.Module;

/** Describes the patients domain. */
public final class PatientsModule {

  public static final Module MODULE =
      Module.of("patients", PatientsVerticle::new)
          .withApis(
              EmergencyAccessApi.class,
              PatientChangesApi.class,
              PatientsApi.class,
              ProposalsApi.class)
          .withFailures(PatientsFailures.class);

  private PatientsModule() {}
}
