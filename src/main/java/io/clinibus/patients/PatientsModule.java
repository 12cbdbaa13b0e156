package io.clinibus.patients;

import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.Module;
import java.util.List;

/** The patients domain's description of itself. */
public final class PatientsModule {

  public static final Module MODULE =
      new Module("patients", List.of(PatientsApi.class), List.of(), PatientsVerticle::new);

  private PatientsModule() {}
}
