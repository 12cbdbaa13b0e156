package io.clinibus.audit;

import io.clinibus.bus.Operation;
import io.clinibus.notifications.api.UndeliveredMailsApi;
import io.clinibus.platform.UuidV7;
import io.clinibus.testing.BusFixture;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Requests of the notifications domain. */
final class NotificationsRequests extends PreparedRequests {

  NotificationsRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    on(
        UndeliveredMailsApi.LIST_UNDELIVERED_MAILS,
        patient -> {
          givenUp(patient);
          return new UndeliveredMailsApi.ListUndeliveredMails(null, null);
        },
        clinic.admin());
    on(
        UndeliveredMailsApi.SEND_MAIL_AGAIN,
        patient -> new UndeliveredMailsApi.SendMailAgain(givenUp(patient)),
        clinic.admin());
    on(
        UndeliveredMailsApi.DISMISS_MAIL,
        patient -> new UndeliveredMailsApi.DismissMail(givenUp(patient)),
        clinic.admin());
  }

  private UUID givenUp(UUID patient) {
    UUID id = UuidV7.next();
    clinic.sql(
        """
        INSERT INTO notifications.delivery
          (id, key, event_xid, event_id, patient_id, kind, payload, state, attempts, due_at, created_at)
        VALUES ($1::uuid, ($1::uuid)::text, pg_current_xact_id(), 1, $2::uuid, 'BOOKED', '{}', 'DEAD', 10, now(), now())
        """,
        id,
        patient);
    return id;
  }
}
