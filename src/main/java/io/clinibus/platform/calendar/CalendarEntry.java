package io.clinibus.platform.calendar;

import java.time.Instant;

/**
 * A visit as an entry of a patient's calendar (RFC 5545): the same entry however often it is moved,
 * as calendars replace what has the same UID by what has a higher SEQUENCE.
 *
 * @param uid identifies the entry for ever
 * @param sequence grows with each change
 * @param summary the title
 * @param location where to go
 * @param description more about the visit, or empty
 * @param cancelled whether the visit does not take place
 */
public record CalendarEntry(
    String uid,
    int sequence,
    Instant start,
    Instant end,
    String summary,
    String location,
    String description,
    boolean cancelled) {

  @Override
  public String toString() {
    return "CalendarEntry[" + uid + "]";
  }
}
