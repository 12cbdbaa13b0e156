package io.clinibus.prescriptions;

import io.clinibus.platform.Module;
import io.clinibus.prescriptions.api.DosageApi;
import io.clinibus.prescriptions.api.MedicationsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsFailures;
import io.clinibus.prescriptions.medications.DemoMedications;

/** Describes the prescriptions domain. */
public final class PrescriptionsModule {

  public static final Module MODULE =
      Module.of("prescriptions", PrescriptionsVerticle::new)
          .withApis(DosageApi.class, MedicationsApi.class, PrescriptionsApi.class)
          .withFailures(PrescriptionsFailures.class)
          .withTopics(PrescriptionsTopics.ALL)
          .withPersonalData(PrescriptionsPersonalData.ALL)
          .withAccess(PrescriptionsAccess.RULES)
          .withDemo((connection, now, keys) -> DemoMedications.write(connection, now));

  private PrescriptionsModule() {}
}
