package io.clinibus.scheduling.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.Language;
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

  /** What another time zone would change; counts only. */
  public static final Operation<PreviewZoneChange, ZoneChange> PREVIEW_ZONE_CHANGE =
      Operation.query("scheduling.previewZoneChange", PreviewZoneChange.class, ZoneChange.class)
          .notAudited("counts of what a change of the time zone would affect");

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
   * @param maxOverbookedPerDay how many overbooked visits a doctor's day can have; null to keep it
   * @param waitlistDays how long an entry without a last day waits; null to keep the value
   * @param emergencyNumber telephone number for emergencies; null to keep the current value
   * @param mailLanguage of mails to recipients who have stated none; null to keep the current one
   * @param contact null to keep the current one
   */
  public record PolicyDetails(
      String clinicName,
      String zone,
      int minimumNoticeMinutes,
      int horizonDays,
      int changeCutoffMinutes,
      Integer holdSeconds,
      Integer offerMinutes,
      Integer maxOpenAppointments,
      Integer maxOverbookedPerDay,
      Integer waitlistDays,
      String emergencyNumber,
      Language mailLanguage,
      ClinicContact contact) {}

  /**
   * How the clinic is reached, and who runs it; each null where it is not set.
   *
   * @param imprint who runs the clinic
   * @param imprintUrl a page that states it, instead of the text
   */
  public record ClinicContact(
      String address,
      String phone,
      String openingHours,
      String imprint,
      String imprintUrl,
      String privacyUrl) {

    public static final ClinicContact NONE = new ClinicContact(null, null, null, null, null, null);
  }

  public record PreviewZoneChange(String zone) {}

  /**
   * @param appointments open future ones that would be shown at another time of day
   * @param appointmentsOnAnotherDay those of them that would be on another day
   * @param doctors those whose weekly hours would begin at another instant
   * @param shiftMinutes how far clocks in the zone are ahead of the present one, today
   */
  public record ZoneChange(
      String zone,
      long appointments,
      long appointmentsOnAnotherDay,
      long doctors,
      int shiftMinutes) {}

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
      int maxOverbookedPerDay,
      int waitlistDays,
      String emergencyNumber,
      Language mailLanguage,
      ClinicContact contact,
      long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  private ClinicRulesApi() {}
}
