package io.clinibus.patients;

import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.Module;

/** Describes the patients domain. */
public final class PatientsModule {

  public static final Module MODULE =
      Module.of("patients", PatientsVerticle::new).withApis(PatientsApi.class);

  private PatientsModule() {}
}
