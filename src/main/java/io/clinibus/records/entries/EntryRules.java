package io.clinibus.records.entries;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.records.api.EntriesApi.ClinicalStatus;
import io.clinibus.records.api.EntriesApi.Condition;
import io.clinibus.records.api.EntriesApi.EntryCode;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.EntryKind;
import io.clinibus.records.api.EntriesApi.Immunization;
import io.clinibus.records.api.EntriesApi.SocialHistory;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What an entry must state, beyond what the contract says. */
final class EntryRules {

  private static final List<String> PARTS =
      List.of("condition", "immunization", "familyHistory", "socialHistory");

  private EntryRules() {}

  /**
   * Checks the content of an entry.
   *
   * @param today the day that it is where each day begins first
   * @return its kind
   * @throws Failure {@code INVALID_REQUEST} naming the first field that is wrong
   */
  static EntryKind check(EntryDetails details, LocalDate today) {
    Map<EntryKind, Record> stated = stated(details);
    if (stated.size() != 1) {
      throw Failure.invalid(
          CommonFieldErrors.EXACTLY_ONE_OF.at("/condition", "State one kind of entry.", PARTS));
    }
    if (details.condition() != null) {
      check(details.condition(), today);
    } else if (details.immunization() != null) {
      check(details.immunization(), today);
    } else if (details.socialHistory() != null) {
      check(details.socialHistory());
    }
    return stated.keySet().iterator().next();
  }

  /** The kind of an entry stays what it is. */
  static Failure otherKind(EntryKind kind) {
    String part = PARTS.get(kind.ordinal());
    return Failure.invalid(CommonFieldErrors.REQUIRED.at("/" + part, "An entry keeps its kind."));
  }

  private static void check(Condition condition, LocalDate today) {
    named(condition.code(), condition.text(), "/condition", "text");
    Optional<PartialDate> onset = date(condition.onset(), "/condition/onset", today);
    Optional<PartialDate> resolved = date(condition.resolved(), "/condition/resolved", today);
    if (condition.resolved() != null && condition.clinicalStatus() != ClinicalStatus.RESOLVED) {
      throw Failure.invalid(
          CommonFieldErrors.INVALID.at(
              "/condition/resolved", "Only a problem that is resolved has this date."));
    }
    if (onset.isPresent() && resolved.isPresent() && resolved.get().isBefore(onset.get())) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_EARLY.at(
              "/condition/resolved", "It is before the onset.", "onset"));
    }
  }

  private static void check(Immunization given, LocalDate today) {
    named(given.code(), given.vaccine(), "/immunization", "vaccine");
    if (given.givenOn().isAfter(today)) {
      throw Failure.invalid(inTheFuture("/immunization/givenOn"));
    }
  }

  private static void check(SocialHistory social) {
    if (social.smoking() == null
        && social.alcohol() == null
        && isBlank(social.occupation())
        && isBlank(social.note())) {
      throw Failure.invalid(
          CommonFieldErrors.AT_LEAST_ONE_OF.at(
              "/socialHistory",
              "State at least one of them.",
              List.of("smoking", "alcohol", "occupation", "note")));
    }
  }

  private static void named(EntryCode code, String text, String part, String field) {
    if (code == null && isBlank(text)) {
      throw Failure.invalid(
          CommonFieldErrors.AT_LEAST_ONE_OF.at(
              part + "/" + field, "State a code or words.", List.of("code", field)));
    }
  }

  private static Optional<PartialDate> date(String text, String pointer, LocalDate today) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<PartialDate> date = PartialDate.parse(text);
    if (date.isEmpty()) {
      throw Failure.invalid(
          CommonFieldErrors.FORMAT.at(pointer, "State a year, month or day.", "date"));
    } else if (date.get().isAfter(today)) {
      throw Failure.invalid(inTheFuture(pointer));
    }
    return date;
  }

  private static FieldError inTheFuture(String pointer) {
    return CommonFieldErrors.IN_THE_FUTURE.at(pointer, "It is in the future.");
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private static Map<EntryKind, Record> stated(EntryDetails details) {
    Map<EntryKind, Record> stated = new EnumMap<>(EntryKind.class);
    stated.put(EntryKind.CONDITION, details.condition());
    stated.put(EntryKind.IMMUNIZATION, details.immunization());
    stated.put(EntryKind.FAMILY_HISTORY, details.familyHistory());
    stated.put(EntryKind.SOCIAL_HISTORY, details.socialHistory());
    stated.values().removeIf(Objects::isNull);
    return stated;
  }
}
