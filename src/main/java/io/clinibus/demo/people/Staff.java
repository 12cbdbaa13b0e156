package io.clinibus.demo.people;

import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.demo.profile.Hours;
import io.clinibus.demo.profile.Profiles;
import io.clinibus.demo.profile.SeededRandom;
import io.clinibus.demo.profile.Size;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The generated departments, doctors with their leave, and holidays.
 *
 * @param admin and the following: ids of accounts
 */
public record Staff(
    Map<String, UUID> departments,
    List<Doctor> doctors,
    Map<LocalDate, String> holidays,
    UUID admin,
    UUID receptionist,
    UUID pharmacist,
    UUID patient,
    UUID privacyOfficer) {

  private static final int ESTABLISHED_DAYS_AGO = 700;
  private static final int ON_LEAVE_PERCENT = 25;
  private static final int[] HOLIDAYS_FROM_TODAY = {-17, 12, 33, 61};

  /**
   * The doctor of the account {@code doctor@…}: on duty every day, so that there are always visits
   * to show.
   */
  private static final int SIGN_IN_DOCTOR = 5;

  public record Doctor(
      UUID id,
      UUID account,
      String email,
      Profiles.Doctor profile,
      List<Hours> hours,
      Leave leave) {

    public boolean isAway(Instant from, Instant until) {
      return leave != null && leave.from.isBefore(until) && from.isBefore(leave.until);
    }
  }

  public record Leave(UUID id, Instant from, Instant until, String note) {}

  public static Staff invent(
      Size size, Profiles profiles, SeededRandom chance, Instant now, ZoneId zone) {
    Instant established =
        now.truncatedTo(ChronoUnit.DAYS).minus(ESTABLISHED_DAYS_AGO, ChronoUnit.DAYS);
    LocalDate today = now.atZone(zone).toLocalDate();
    Map<String, UUID> departments = new LinkedHashMap<>();
    profiles.clinic().departments().forEach(d -> departments.put(d.name(), chance.id(established)));
    Names names = new Names(profiles.people().groups(), chance);
    List<Doctor> doctors = new ArrayList<>();
    for (int i = 0; i < size.doctors(); i++) {
      Profiles.Doctor profile = profile(i, profiles.clinic().doctors(), names);
      Leave leave =
          i != SIGN_IN_DOCTOR && chance.percent(ON_LEAVE_PERCENT)
              ? leave(chance, established, today, zone, profiles.people().leave())
              : null;
      doctors.add(
          new Doctor(
              chance.id(established),
              chance.id(established),
              email(i, profile),
              profile,
              Hours.parse(profile.hours()),
              leave));
    }
    return new Staff(
        departments,
        doctors,
        holidays(today, profiles.people().holidays()),
        chance.id(established),
        chance.id(established),
        chance.id(established),
        chance.id(established),
        chance.id(established));
  }

  private static Profiles.Doctor profile(int index, List<Profiles.Doctor> written, Names names) {
    Profiles.Doctor model = written.get(index % written.size());
    if (index < written.size()) {
      return model;
    }
    Names.Name name = names.next();
    return new Profiles.Doctor(
        model.department(),
        "Dr.",
        name.given(),
        name.family(),
        model.specialization(),
        model.since(),
        model.languages(),
        model.fee(),
        model.room() + "-" + index / written.size(),
        model.visit(),
        model.buffer(),
        model.popularity(),
        model.hours(),
        model.qualifications(),
        "");
  }

  private static Leave leave(
      SeededRandom chance, Instant established, LocalDate today, ZoneId zone, List<String> notes) {
    LocalDate first = today.plusDays(chance.between(-20, 30));
    LocalDate after = first.plusDays(chance.between(1, 12));
    return new Leave(
        chance.id(established),
        first.atStartOfDay(zone).toInstant(),
        after.atStartOfDay(zone).toInstant(),
        chance.pick(notes));
  }

  private static Map<LocalDate, String> holidays(LocalDate today, List<String> names) {
    Map<LocalDate, String> holidays = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      holidays.put(today.plusDays(HOLIDAYS_FROM_TODAY[i]), names.get(i));
    }
    return holidays;
  }

  private static String email(int index, Profiles.Doctor profile) {
    if (index == SIGN_IN_DOCTOR) {
      return DemoAccounts.DOCTOR;
    }
    String ascii =
        Normalizer.normalize(profile.given() + "." + profile.family(), Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replace('ı', 'i')
            .replace('ł', 'l')
            .replaceAll("[^a-z.-]", "");
    return (ascii.length() < 4 || index >= 40 ? "doctor" + index : ascii) + DemoAccounts.DOMAIN;
  }
}
