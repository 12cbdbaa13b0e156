package io.clinibus.privacy;

import io.clinibus.platform.Module;
import io.clinibus.platform.jobs.RetentionJob.Rule;
import io.clinibus.platform.mail.MailTemplate;
import io.clinibus.privacy.api.ErasuresApi;
import io.clinibus.privacy.api.ExportsApi;
import io.clinibus.privacy.api.PrivacyFailures;
import io.clinibus.privacy.api.RetentionApi;
import java.time.Duration;
import java.util.List;

/** Describes the privacy domain. */
public final class PrivacyModule {

  private static final String EXPORTS =
      """
      DELETE FROM privacy.export WHERE id IN (
        SELECT id FROM privacy.export WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;
  private static final String RETAINED =
      """
      DELETE FROM privacy.retained_record WHERE (patient_id, record, key) IN (
        SELECT patient_id, record, key FROM privacy.retained_record WHERE retain_until < $1
        ORDER BY retain_until LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String KEYS_OF_RETAINED =
      """
      DELETE FROM platform.patient_key WHERE patient_id IN (
        SELECT patient_id FROM platform.patient_key WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  public static final Module MODULE =
      Module.of("privacy", PrivacyVerticle::new)
          .withApis(ErasuresApi.class, ExportsApi.class, RetentionApi.class)
          .withFailures(PrivacyFailures.class)
          .withMails(List.of(MailTemplate.of("EXPORT_READY", "/privacy")))
          .withRetention(
              List.of(
                  new Rule(EXPORTS, Duration.ZERO),
                  new Rule(RETAINED, Duration.ZERO),
                  new Rule(KEYS_OF_RETAINED, Duration.ZERO)))
          .withPersonalData(PrivacyPersonalData.ALL);

  private PrivacyModule() {}
}
