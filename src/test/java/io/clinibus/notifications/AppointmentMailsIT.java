package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.UuidV7;
import io.vertx.core.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What mails about visits and offers say, in which language, and to whom they are addressed. */
class AppointmentMailsIT extends MailFixture {

  @Test
  void bookingMovingAndCancellingSendMailsWithACalendarFile() throws Exception {
    UUID appointment = UuidV7.next();
    UUID patient = patient("ada@example.org");
    List<String> kinds = List.of("BOOKED", "STATUS_CHANGED", "RESCHEDULED", "CANCELLED");
    for (String kind : kinds) {
      changed(appointment, patient, kind, kinds.indexOf(kind) + 1);
      run();
    }
    assertThat(subjects())
        .containsExactly(
            "Your appointment on Tuesday, 24 November 2026, 10:00",
            "Your appointment is now on Tuesday, 24 November 2026, 10:00",
            "Your appointment on Tuesday, 24 November 2026, 10:00 is cancelled");
    for (MimeMessage mail : smtp.getReceivedMessages()) {
      String source = source(mail);
      assertThat(mail.getFrom()[0].toString()).isEqualTo("clinic@example.org");
      assertThat(source).contains("text/plain", "text/html", "text/calendar");
      assertThat(source).doesNotContainIgnoringCase("cardiology");
      assertThat(source)
          .contains(mail.getSubject().endsWith("cancelled") ? "method=CANCEL" : "method=REQUEST");
    }
  }

  @Test
  void aMailAboutARelativeGoesToTheRepresentativeAndNamesThemInTheTextOnly() throws Exception {
    UUID mother = patient("maria@example.org");
    UUID child = patient(null);
    domain.sql("UPDATE patients.patient SET given_name = 'Mia' WHERE id = $1", child);
    represents(mother, child);
    changed(UuidV7.next(), child, "BOOKED", 1);
    offered(UuidV7.next(), child, NOW.plusSeconds(3600));
    changed(UuidV7.next(), mother, "BOOKED", 1);
    run();
    assertThat(smtp.getReceivedMessages()).hasSize(3);
    assertThat(subjects()).noneMatch(subject -> subject.contains("Mia"));
    assertThat(smtp.getReceivedMessages())
        .allMatch(mail -> recipient(mail).equals("maria@example.org"))
        .filteredOn(mail -> text(mail).contains("For Mia"))
        .hasSize(2);
  }

  @Test
  void aRelativeWithAConfirmedAddressGetsTheMailsAndSoDoesOneWhoseLinkHasEnded() throws Exception {
    UUID mother = patient("maria@example.org");
    UUID father = patient("father@example.org");
    represents(mother, father);
    changed(UuidV7.next(), father, "BOOKED", 1);
    UUID child = patient(null);
    represents(mother, child);
    domain.sql(
        "UPDATE patients.representation SET in_force_since = NULL WHERE patient_id = $1", child);
    changed(UuidV7.next(), child, "BOOKED", 1);
    run();
    assertThat(smtp.getReceivedMessages())
        .singleElement()
        .matches(mail -> recipient(mail).equals("father@example.org"))
        .matches(mail -> !text(mail).contains("For "));
  }

  private static void represents(UUID representative, UUID patient) {
    domain.sql(
        """
        INSERT INTO patients.representation
          (id, representative_id, patient_id, relation, created_at, in_force_since)
        VALUES ($1, $2, $3, 'OTHER', now(), now())
        """,
        UuidV7.next(),
        representative,
        patient);
  }

  private static String text(MimeMessage mail) {
    try {
      return source(mail);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMailIsInTheLanguageOfTheAccountElseOfTheRequest() throws Exception {
    UUID patient = patient("lena@example.org");
    domain.sql(
        """
        INSERT INTO identity.account (id, email, email_key, name, roles, patient_id, language)
        VALUES ($1, 'Lena@example.org', 'lena@example.org', 'Lena', '{PATIENT}', $2, 'de')
        """,
        UuidV7.next(),
        patient);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    mailTo("LENA@example.org", new JsonObject());
    mailTo("new@example.org", new JsonObject().put("language", "es"));
    mailTo("other@example.org", new JsonObject());
    run();
    assertThat(subjects())
        .containsExactlyInAnyOrder(
            "Ihr Termin am Dienstag, 24. November 2026, 10:00 Uhr",
            "Wählen Sie ein neues Passwort",
            "Elija una contraseña nueva",
            "Choose a new password");
  }

  @Test
  void aMailToARecipientWithoutALanguageIsInThatOfTheClinic() throws Exception {
    domain.sql("UPDATE scheduling.policy SET mail_language = 'es'");
    try {
      changed(UuidV7.next(), patient("nora@example.org"), "BOOKED", 1);
      mailTo("new@example.org", new JsonObject().put("language", "de"));
      mailTo("other@example.org", new JsonObject());
      run();
    } finally {
      domain.sql("UPDATE scheduling.policy SET mail_language = 'en'");
    }
    assertThat(subjects())
        .containsExactlyInAnyOrder(
            "Su cita del martes, 24 de noviembre de 2026, 10:00",
            "Wählen Sie ein neues Passwort",
            "Elija una contraseña nueva");
  }

  private static void mailTo(String email, JsonObject params) {
    domain.sql(
        "SELECT notifications.request_to('RESET_PASSWORD', $1, $1, NULL, $2)",
        email,
        params.put("linkId", UUID.randomUUID().toString()));
  }

  @Test
  void ofQuickChangesTheLastIsMailed() throws Exception {
    UUID appointment = UuidV7.next();
    UUID patient = patient("ada@example.org");
    changed(appointment, patient, "BOOKED", 9);
    changed(appointment, patient, "RESCHEDULED", 10);
    changed(appointment, patient, "CANCELLED", 11);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    assertThat(subjects())
        .containsExactlyInAnyOrder(
            "Your appointment on Tuesday, 24 November 2026, 10:00",
            "Your appointment on Tuesday, 24 November 2026, 10:00 is cancelled");
    assertThat(states()).containsExactlyInAnyOrder("VOID", "VOID", "SENT", "SENT");
  }

  @Test
  void aWaitlistOfferIsMailedWhileItIsOpen() throws Exception {
    UUID entry = UuidV7.next();
    offered(entry, patient("ada@example.org"), NOW.plus(Duration.ofMinutes(30)));
    offered(UuidV7.next(), patient("late@example.org"), NOW.minusSeconds(1));
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    assertThat(source(smtp.getReceivedMessages()[0])).containsPattern("offer=(3D)?" + entry);
    assertThat(states()).containsExactlyInAnyOrder("SENT", "VOID");
  }

  @Test
  void aPatientWithoutAnAddressGetsNoMail() {
    changed(UuidV7.next(), patient(null), "BOOKED", 1);
    UUID gone = patient("gone@example.org");
    domain.sql("UPDATE patients.patient SET deleted_at = now() WHERE id = $1", gone);
    changed(UuidV7.next(), gone, "CANCELLED", 2);
    run();
    assertThat(recipients()).isEmpty();
    assertThat(states()).isEmpty();
  }

  @Test
  void anUnconfirmedAddressOfAPatientGetsOnlyTheMailThatAsksToConfirmIt() throws Exception {
    UUID patient = patient("old@example.org");
    domain.sql("UPDATE patients.patient SET email = 'new@example.org' WHERE id = $1", patient);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    assertThat(recipients()).containsExactly("new@example.org");
    assertThat(subjects()).containsExactly("Confirm your e-mail address");
    domain.sql("UPDATE patients.patient SET email_confirmed_at = now() WHERE id = $1", patient);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    assertThat(recipients()).containsExactly("new@example.org", "new@example.org");
  }
}
