package io.clinibus.scheduling.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.LocalDate;
import java.util.List;

/** Public API of the rules for all doctors: booking policy and holidays. */
public final class ClinicRulesApi {

  public static final Operation<ListHolidays, HolidayPage> LIST_HOLIDAYS =
      Operation.query("scheduling.listHolidays", ListHolidays.class, HolidayPage.class)
          .notAudited("what everyone may see");

  public static final Operation<AddHoliday, AvailabilityApi.Conflicts> ADD_HOLIDAY =
      Operation.command("scheduling.addHoliday", AddHoliday.class, AvailabilityApi.Conflicts.class)
          .audited(AuditKind.CONFIGURATION)
          .unless(AddHoliday::dryRun);

  public static final Operation<RemoveHoliday, NoContent> REMOVE_HOLIDAY =
      Operation.command("scheduling.removeHoliday", RemoveHoliday.class, NoContent.class)
          .audited(AuditKind.CONFIGURATION);

  public static final Operation<GetPolicy, Policy> GET_POLICY =
      Operation.query("scheduling.getPolicy", GetPolicy.class, Policy.class)
          .notAudited("what everyone may see");

  public static final Operation<SetPolicy, Policy> SET_POLICY =
      Operation.command("scheduling.setPolicy", SetPolicy.class, Policy.class)
          .audited(AuditKind.CONFIGURATION);

  public record Holiday(LocalDate day, String name) {}

  public record HolidayPage(List<Holiday> items, String next) {}

  public record ListHolidays(LocalDate from, Integer limit, String cursor) {}

  public record AddHoliday(LocalDate day, String name, Boolean dryRun) {}

  public record RemoveHoliday(LocalDate day) {}

  public record GetPolicy() {}

  /**
   * @param zone IANA time-zone id
   * @param holdSeconds null to keep the current value
   * @param offerMinutes null to keep the current value
   * @param maxOpenAppointments how many a patient can book for themselves; null to keep the value
   */
  public record PolicyDetails(
      String clinicName,
      String zone,
      int minimumNoticeMinutes,
      int horizonDays,
      int changeCutoffMinutes,
      Integer holdSeconds,
      Integer offerMinutes,
      Integer maxOpenAppointments) {}

  public record SetPolicy(long version, PolicyDetails details) {}

  public record Policy(
      String clinicName,
      String zone,
      int minimumNoticeMinutes,
      int horizonDays,
      int changeCutoffMinutes,
      int holdSeconds,
      int offerMinutes,
      int maxOpenAppointments,
      long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  private ClinicRulesApi() {}
}
