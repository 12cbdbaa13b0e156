package io.clinibus.patients.rules;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.PatientsFieldErrors;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Which dates of birth are possible. */
public final class BirthDateRule {

  private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1880, 1, 1);

  /**
   * The time zone where each date begins first: a birth date of today there is not in the future.
   */
  private static final ZoneOffset EASTERNMOST = ZoneOffset.ofHours(14);

  private final Clock clock;

  public BirthDateRule(Clock clock) {
    this.clock = clock;
  }

  /**
   * Checks a date of birth, if one is stated.
   *
   * @param pointer the field
   * @throws Failure {@code INVALID_REQUEST} if it is in the future or before 1880
   */
  public void check(String pointer, LocalDate born) {
    if (born == null) {
      return;
    }
    if (born.isAfter(LocalDate.now(clock.withZone(EASTERNMOST)))) {
      throw Failure.invalid(CommonFieldErrors.IN_THE_FUTURE.at(pointer, "It is in the future."));
    }
    if (born.isBefore(EARLIEST_BIRTH)) {
      throw Failure.invalid(
          PatientsFieldErrors.IMPLAUSIBLE_BIRTH_DATE.at(
              pointer, "It must be in 1880 or later.", EARLIEST_BIRTH.getYear()));
    }
  }
}
