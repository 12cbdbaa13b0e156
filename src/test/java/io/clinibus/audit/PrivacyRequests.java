package io.clinibus.audit;

import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.privacy.api.ErasuresApi;
import io.clinibus.privacy.api.ErasuresApi.Erasure;
import io.clinibus.privacy.api.ExportsApi;
import io.clinibus.privacy.api.RetentionApi;
import io.clinibus.testing.BusFixture;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Requests of the privacy domain. */
final class PrivacyRequests extends PreparedRequests {

  PrivacyRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    on(
        ExportsApi.CREATE_EXPORT,
        id -> new ExportsApi.CreateExport(id, Language.de),
        clinic.admin());
    on(ExportsApi.LIST_EXPORTS, ExportsApi.ListExports::new, clinic.admin());
    on(
        ExportsApi.LIST_ALL_EXPORTS,
        id -> {
          exported(id);
          return new ExportsApi.ListAllExports(1, null);
        },
        clinic.admin());
    on(ExportsApi.GET_EXPORT_PART, this::exported, clinic.admin());
    on(ErasuresApi.REQUEST_ERASURE, ErasuresApi.RequestErasure::new, clinic.admin());
    on(
        ErasuresApi.LIST_ERASURES,
        id -> {
          erasure(id);
          return new ErasuresApi.ListErasures(id, null, null, null);
        },
        clinic.admin());
    on(ErasuresApi.GET_ERASURE, id -> new ErasuresApi.GetErasure(erasure(id).id()), clinic.admin());
    on(
        ErasuresApi.CONFIRM_ERASURE,
        id -> {
          Erasure asked = erasure(id);
          return new ErasuresApi.ConfirmErasure(asked.id(), asked.plan().version());
        },
        clinic.admin());
    on(
        ErasuresApi.WITHDRAW_ERASURE,
        id -> new ErasuresApi.WithdrawErasure(erasure(id).id()),
        clinic.admin());
    onClinic(
        RetentionApi.SET_RETENTION,
        () ->
            new RetentionApi.SetRetention(
                RetentionApi.RetentionKind.MAIL,
                mailRetention().version(),
                new RetentionApi.RetentionDetails(30, "law", true)));
  }

  private RetentionApi.RetentionPeriod mailRetention() {
    return clinic
        .ask(RetentionApi.LIST_RETENTION, new RetentionApi.ListRetention(), clinic.admin())
        .items()
        .stream()
        .filter(period -> period.kind() == RetentionApi.RetentionKind.MAIL)
        .findFirst()
        .orElseThrow();
  }

  private Erasure erasure(UUID patient) {
    return clinic.ask(
        ErasuresApi.REQUEST_ERASURE, new ErasuresApi.RequestErasure(patient), clinic.admin());
  }

  /** A copy that is ready, without the job that writes it. */
  private ExportsApi.GetExportPart exported(UUID patient) {
    UUID id = UUID.randomUUID();
    clinic.sql(
        """
        INSERT INTO privacy.export
          (id, patient_id, requested_by, clinical, language, state, attempts, parts, size, created_at,
           expires_at)
        VALUES ($1, $2, $3, false, 'en', 'READY', 1, 1, 1, now(), '2100-01-01')
        """,
        id,
        patient,
        clinic.admin().userId());
    var place = new SealedPlace("privacy.export_part.content/1", id, 0);
    byte[] sealed = BusFixture.await(clinic.platform().patientKeys().of(patient)).seal(place, "x");
    clinic.sql("INSERT INTO privacy.export_part VALUES ($1, 1, 0, $2)", id, Buffer.buffer(sealed));
    return new ExportsApi.GetExportPart(id, 0);
  }
}
