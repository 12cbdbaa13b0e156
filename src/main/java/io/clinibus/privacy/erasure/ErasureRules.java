package io.clinibus.privacy.erasure;

import io.clinibus.bus.Json;
import io.clinibus.privacy.api.ErasuresApi.ErasurePlan;
import io.clinibus.privacy.api.ErasuresApi.Obstacle;
import io.clinibus.privacy.api.ErasuresApi.Outcome;
import io.clinibus.privacy.api.ErasuresApi.PlanItem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;

/** What an erasure does with each kind of record. */
final class ErasureRules {

  /** Why the audit trail, and the request for the erasure itself, are kept. */
  static final String ACCOUNTABILITY = "Art. 5 (2), Art. 17 (3) (b) GDPR: accountability";

  private static final int VERSION_BYTES = 16;

  /**
   * What there is of a kind of record.
   *
   * @param retained how many the law may ask for
   * @param open how many prevent an erasure
   */
  record Found(String record, Outcome outcome, long count, long retained, long open) {}

  /**
   * Until when the record of a patient is kept.
   *
   * @param until null if it need not be kept
   * @param source the rule
   */
  record Retention(Instant until, String source) {

    /**
     * @param lastTreatment when it ended; null if the patient was never treated
     */
    static Retention of(Instant lastTreatment, int days, String source, Instant now) {
      Instant until = lastTreatment == null ? null : lastTreatment.plus(Duration.ofDays(days));
      return new Retention(until == null || !until.isAfter(now) ? null : until, source);
    }
  }

  private ErasureRules() {}

  /** The plan; kinds of which there is nothing are left out. */
  static ErasurePlan plan(List<Found> found, Retention retention, ZoneId zone) {
    List<PlanItem> items =
        found.stream()
            .filter(one -> one.count() > 0)
            .map(one -> item(one, retention, zone))
            .toList();
    List<Obstacle> obstacles =
        found.stream()
            .filter(one -> one.open() > 0)
            .map(one -> new Obstacle(one.record(), one.open()))
            .toList();
    return new ErasurePlan(version(items, obstacles), items, obstacles);
  }

  private static PlanItem item(Found found, Retention retention, ZoneId zone) {
    if (found.outcome() == Outcome.KEPT) {
      return new PlanItem(found.record(), found.count(), found.outcome(), 0, null, ACCOUNTABILITY);
    }
    if (found.retained() == 0 || retention.until() == null) {
      return new PlanItem(found.record(), found.count(), found.outcome(), 0, null, null);
    }
    LocalDate until = retention.until().atZone(zone).toLocalDate();
    return new PlanItem(
        found.record(),
        found.count(),
        found.outcome(),
        found.retained(),
        until,
        retention.source());
  }

  /**
   * Not part of it is how much there is of what stays as it is, to which reading a plan adds, and
   * of what is erased without a rest, such as mails that are sent meanwhile.
   */
  private static String version(List<PlanItem> items, List<Obstacle> obstacles) {
    var judged =
        List.of(
            items.stream()
                .filter(item -> item.outcome() == Outcome.PSEUDONYMISED || item.retained() > 0)
                .toList(),
            obstacles);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Json.MAPPER.valueToTree(judged).toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of Java", e);
    }
  }
}
