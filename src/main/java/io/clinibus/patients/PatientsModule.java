package io.clinibus.patients;

import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.Module;
import java.util.List;

/** Describes the patients domain. */
public final class PatientsModule {

  public static final Module MODULE =
      new Module("patients", List.of(PatientsApi.class), PatientsVerticle::new);

  private PatientsModule() {}
}
