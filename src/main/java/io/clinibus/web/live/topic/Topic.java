package io.clinibus.web.live.topic;

import io.clinibus.bus.Caller;
import io.clinibus.bus.CommonFailures;
import io.clinibus.bus.Failure;
import io.clinibus.bus.Role;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Something to watch. Two subscribers who see the same have equal topics; {@code me} is therefore
 * the topic of a person.
 *
 * @param name as clients write it
 * @param id the doctor, the department, the person or the whole clinic
 * @param from the first day; null for {@code me} and {@code clinic}
 * @param days how many days; 0 for {@code me} and {@code clinic}
 */
public record Topic(TopicType type, String name, UUID id, LocalDate from, int days) {

  private static final int MAX_DAYS = 14;
  private static final int MAX_NAME = 100;
  private static final int MAX_YEARS_AWAY = 100;
  private static final int UUID_LENGTH = 36;

  /**
   * Reads a topic's name and judges by the caller's roles whether they may watch it.
   *
   * @throws Failure {@code INVALID_REQUEST} if there is no such topic; {@code UNAUTHENTICATED} or
   *     {@code FORBIDDEN}
   */
  public static Topic of(String name, Caller caller, LocalDate today) {
    Topic topic = parse(name, caller);
    Failure refusal = topic.type.access().refusal(caller);
    if (refusal != null) {
      throw refusal;
    }
    if (topic.type == TopicType.ME && topic.id == null) {
      throw Failure.forbidden("This account belongs to no patient and no doctor.");
    }
    if (topic.from != null
        && Math.abs(ChronoUnit.YEARS.between(today, topic.from)) > MAX_YEARS_AWAY) {
      throw unknown();
    }
    return topic;
  }

  public boolean covers(LocalDate day) {
    return from == null || !day.isBefore(from) && day.isBefore(from.plusDays(days));
  }

  private static Topic parse(String name, Caller caller) {
    if (name == null || name.length() > MAX_NAME) {
      throw unknown();
    }
    String[] parts = name.split("/", -1);
    try {
      return switch (parts[0] + parts.length) {
        case "me1" -> new Topic(TopicType.ME, name, person(caller), null, 0);
        case "clinic1" -> new Topic(TopicType.CLINIC, name, TopicType.WHOLE_CLINIC, null, 0);
        case "slots3" -> day(TopicType.SLOTS, name, parts);
        case "department3" -> day(TopicType.DEPARTMENT, name, parts);
        case "range4" ->
            new Topic(TopicType.RANGE, name, id(parts[1]), date(parts[2]), days(parts[3]));
        default -> throw unknown();
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static Topic day(TopicType type, String name, String[] parts) {
    return new Topic(type, name, id(parts[1]), date(parts[2]), 1);
  }

  /** Whose appointments are the caller's own: a doctor's or a patient's. */
  private static UUID person(Caller caller) {
    return caller.has(Role.DOCTOR) && caller.doctorId() != null
        ? caller.doctorId()
        : caller.patientId();
  }

  /** Only the one way in which ids are written, so that equal topics have equal names. */
  private static UUID id(String text) {
    UUID id = UUID.fromString(text);
    if (text.length() != UUID_LENGTH || !id.toString().equals(text)) {
      throw unknown();
    }
    return id;
  }

  private static LocalDate date(String text) {
    LocalDate date = LocalDate.parse(text);
    if (!date.toString().equals(text)) {
      throw unknown();
    }
    return date;
  }

  private static int days(String text) {
    int days = Integer.parseInt(text);
    if (days < 1 || days > MAX_DAYS || !Integer.toString(days).equals(text)) {
      throw unknown();
    }
    return days;
  }

  private static Failure unknown() {
    return Failure.of(
        CommonFailures.INVALID_REQUEST,
        "There is no such topic. Topics are slots/{doctorId}/{day}, range/{doctorId}/{from}/{days}"
            + " with 1 to 14 days, department/{departmentId}/{day}, me and clinic.");
  }
}
