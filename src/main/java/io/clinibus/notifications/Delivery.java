package io.clinibus.notifications;

import io.clinibus.bus.Language;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/**
 * A claimed mail with what it says.
 *
 * @param attempt the number of this attempt, from 1
 * @param template the name of its template
 * @param params the values of the request
 * @param usefulUntil not sent afterwards; null for no limit
 * @param recipient how the patient is addressed; empty if the mail is for an address
 * @param email where to, or null if the patient has no confirmed address or was deleted
 * @param language of the account of the recipient, or of the request; English if neither states one
 * @param zone in which times are written
 */
record Delivery(
    UUID id,
    int attempt,
    String template,
    JsonObject params,
    Instant usefulUntil,
    String recipient,
    String email,
    String clinicName,
    Language language,
    ZoneId zone) {

  /** Whether it cannot be sent, or is of no use any more. */
  boolean isVoid(Instant now) {
    return email == null || usefulUntil != null && !now.isBefore(usefulUntil);
  }

  /** A value of the request as text; empty if there is none. */
  String param(String name) {
    Object value = params.getValue(name);
    return value == null ? "" : value.toString();
  }

  @Override
  public String toString() {
    return "Delivery[" + id + "]";
  }
}
