package io.clinibus.privacy.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.util.List;

/** How long kinds of records are kept: settings of the clinic. */
public final class RetentionApi {

  public static final Operation<ListRetention, RetentionPeriods> LIST_RETENTION =
      Operation.query("privacy.listRetention", ListRetention.class, RetentionPeriods.class)
          .notAudited("rules of the clinic");

  public static final Operation<SetRetention, RetentionPeriod> SET_RETENTION =
      Operation.command("privacy.setRetention", SetRetention.class, RetentionPeriod.class)
          .audited(AuditKind.CONFIGURATION)
          .stepUp();

  /** Kinds of records whose retention the clinic sets. */
  public enum RetentionKind {
    /** From the end of the last treatment on. */
    PATIENT_RECORD,
    /** From the request of a mail on. */
    MAIL
  }

  public record ListRetention() {}

  /**
   * @param source the rule that asks for the period
   * @param automatic whether records are erased when the period has ended, without a request
   */
  public record RetentionDetails(int days, String source, boolean automatic) {}

  public record SetRetention(RetentionKind kind, long version, RetentionDetails details) {}

  /**
   * @param automatic as of {@link RetentionDetails}
   */
  public record RetentionPeriod(
      RetentionKind kind, int days, String source, boolean automatic, long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  public record RetentionPeriods(List<RetentionPeriod> items) {}

  private RetentionApi() {}
}
