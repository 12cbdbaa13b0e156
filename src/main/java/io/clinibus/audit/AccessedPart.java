package io.clinibus.audit;

import io.clinibus.audit.api.AuditApi.Part;
import java.util.Set;

/** Determines which part of a patient's data an operation shows or changes. */
final class AccessedPart {

  private static final Set<String> WAITLIST =
      Set.of(
          "scheduling.listWaitlist",
          "scheduling.joinWaitlist",
          "scheduling.leaveWaitlist",
          "scheduling.acceptOffer",
          "scheduling.passOffer");

  private AccessedPart() {}

  static Part of(String operation) {
    if (WAITLIST.contains(operation)) {
      return Part.WAITLIST;
    }
    return switch (operation.substring(0, operation.indexOf('.'))) {
      case "identity" -> Part.ACCOUNT;
      case "audit" -> Part.ACCESSES;
      case "scheduling", "live" -> Part.APPOINTMENTS;
      default -> Part.RECORD;
    };
  }
}
