package io.clinibus.platform.privacy;

import io.clinibus.bus.Event;
import java.util.List;
import java.util.Map;

/**
 * What a domain keeps of patients. Every table of the domain belongs to one of the records, or is
 * listed as impersonal.
 *
 * @param records kinds of records; erased in this order
 * @param impersonal the other tables, each with the reason why it holds no data about patients
 * @param lock a statement with {@code :patients} that locks out concurrent changes while data is
 *     erased; null if none is needed
 * @param events the events that statements of {@link PersonalRecord#erasure} return
 */
public record PersonalData(
    List<PersonalRecord> records,
    Map<String, String> impersonal,
    String lock,
    List<Event<?>> events) {

  public static final PersonalData NONE = new PersonalData(List.of(), Map.of(), null, List.of());

  public PersonalData {
    records = List.copyOf(records);
    impersonal = Map.copyOf(impersonal);
    events = List.copyOf(events);
  }

  /** A domain without locks and events. */
  public static PersonalData of(List<PersonalRecord> records, Map<String, String> impersonal) {
    return new PersonalData(records, impersonal, null, List.of());
  }

  public PersonalData lockedBy(String statement) {
    return new PersonalData(records, impersonal, statement, events);
  }

  public PersonalData returning(Event<?>... returned) {
    return new PersonalData(records, impersonal, lock, List.of(returned));
  }
}
