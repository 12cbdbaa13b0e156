package io.clinibus.patients.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;

/** Public API of the clinic's rules for who may read records, and when. */
public final class RecordRulesApi {

  public static final Operation<GetRecordRules, RecordRules> GET_RECORD_RULES =
      Operation.query("patients.getRecordRules", GetRecordRules.class, RecordRules.class)
          .notAudited("rules of the clinic, without data of patients");

  /** {@code STALE_VERSION} unless the version is the current one. */
  public static final Operation<SetRecordRules, RecordRules> SET_RECORD_RULES =
      Operation.command("patients.setRecordRules", SetRecordRules.class, RecordRules.class)
          .audited(AuditKind.CONFIGURATION);

  public record GetRecordRules() {}

  /**
   * @param colleaguesRead whether doctors of the department of one who treats a patient may read
   *     the record
   * @param releaseDays how many days after its signature the patient sees a note; 0 for at once
   * @param officerEmail of the privacy officer, who gets a mail about every emergency access, with
   *     an account or without; null if only those who review it get one
   */
  public record RecordRuleDetails(boolean colleaguesRead, int releaseDays, String officerEmail) {

    @Override
    public String toString() {
      return "RecordRuleDetails[" + colleaguesRead + ", " + releaseDays + "]";
    }
  }

  public record SetRecordRules(long version, RecordRuleDetails details) {}

  /** As {@link RecordRuleDetails}. */
  public record RecordRules(
      boolean colleaguesRead, int releaseDays, String officerEmail, long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }

    @Override
    public String toString() {
      return "RecordRules[" + colleaguesRead + ", " + releaseDays + ", " + version + "]";
    }
  }

  private RecordRulesApi() {}
}
