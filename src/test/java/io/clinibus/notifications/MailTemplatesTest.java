package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clinibus.bus.Language;
import io.clinibus.node.Modules;
import io.clinibus.platform.calendar.CalendarFile;
import io.clinibus.platform.mail.MailTemplate;
import io.clinibus.testing.TestKey;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of mails and their calendar files. */
class MailTemplatesTest {

  private static final MailTemplates TEMPLATES =
      MailTemplates.load(
          Modules.ALL.list(), URI.create("https://clinic.example.org"), TestKey.file());
  private static final Instant START = Instant.parse("2026-11-24T09:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final UUID ID = UUID.fromString("01934f6e-0000-7000-8000-0123456789ab");

  @Test
  void aBookingMailStatesTimeAndDoctor() {
    var mail = TEMPLATES.render(delivery("BOOKED", "Zoë <b>王</b>"));
    assertThat(mail.subject()).isEqualTo("Your appointment on Tuesday, 24 November 2026, 10:00");
    assertThat(mail.text())
        .startsWith("Dear Zoë <b>王</b>,\n\n")
        .contains("Dr. Sofia Lindqvist, room C 201\n")
        .contains("https://clinic.example.org/appointments/" + ID + "\n");
    assertThat(mail.html())
        .contains("Zoë &lt;b&gt;王&lt;/b&gt;")
        .contains("<a href=\"https://clinic.example.org/appointments/" + ID + "\">")
        .doesNotContain("<b>");
  }

  @Test
  void aMailNamesTheTypeOfTheVisitInItsLanguageIfThereIsOne() {
    for (Language language : Language.values()) {
      Delivery booked = delivery("BOOKED", "Ada", "Clinic", language);
      assertThat(TEMPLATES.render(booked).text()).containsPattern("C 201\n\n\\S");
      assertThat(TEMPLATES.render(booked).entry().orElseThrow().description()).isEmpty();
      booked
          .params()
          .put("visitType", "Check-up")
          .put("visitType_de", "Vorsorge")
          .put("instruction", "Bring your card.")
          .put("instruction_de", "Bitte die Karte mitbringen.");
      boolean isGerman = language == Language.de;
      String name = isGerman ? "Vorsorge" : "Check-up";
      String instruction = isGerman ? "Bitte die Karte mitbringen." : "Bring your card.";
      var mail = TEMPLATES.render(booked);
      assertThat(mail.text()).contains("C 201\n" + name + "\n\n" + instruction + "\n\n");
      assertThat(mail.entry().orElseThrow().description()).isEqualTo(name + "\n" + instruction);
    }
  }

  @Test
  void anOfferMailLinksToTheOffer() {
    var mail = TEMPLATES.render(delivery("WAITLIST_OFFER", "Ada"));
    assertThat(mail.text())
        .contains("https://clinic.example.org/appointments?offer=" + ID)
        .contains("until 09:30 on 22 November.");
    assertThat(mail.html()).contains("href=\"https://clinic.example.org/appointments?offer=" + ID);
  }

  @ParameterizedTest
  @MethodSource("templatesAndLanguages")
  void everyPlaceholderIsReplaced(String template, Language language) {
    var mail = TEMPLATES.render(delivery(template, "Ada {room} $1 \\", "Clinic", language));
    assertThat(mail.subject()).doesNotContain("{", "null");
    assertThat(mail.text().replace("{room} $1 \\", "")).doesNotContain("{", "}", "null");
  }

  @ParameterizedTest
  @MethodSource("templatesAndLanguages")
  void everyTemplateIsTranslatedWithoutNamesInItsSubject(String template, Language language) {
    var mail = TEMPLATES.render(delivery(template, "Ada", "Clinic", language));
    assertThat(mail.subject()).doesNotContain("Ada", "Lindqvist");
    assertThat(mail.text()).contains("Clinic");
    for (Language other : Language.values()) {
      if (other != language) {
        var translated = TEMPLATES.render(delivery(template, "Ada", "Clinic", other));
        assertThat(mail.subject()).isNotEqualTo(translated.subject());
        assertThat(mail.text()).isNotEqualTo(translated.text());
      }
    }
  }

  @Test
  void timesAndCalendarEntriesAreInTheLanguageOfTheMail() {
    var german = TEMPLATES.render(delivery("BOOKED", "Ada", "Klinik", Language.de));
    assertThat(german.subject()).isEqualTo("Ihr Termin am Dienstag, 24. November 2026, 10:00 Uhr");
    assertThat(german.text()).contains("Dr. Sofia Lindqvist, Raum C 201\n");
    assertThat(german.entry().orElseThrow().summary()).isEqualTo("Termin bei Dr. Sofia Lindqvist");
    var spanish = TEMPLATES.render(delivery("WAITLIST_OFFER", "Ada", "Clínica", Language.es));
    assertThat(spanish.subject())
        .isEqualTo("Ha quedado libre una hora: martes, 24 de noviembre de 2026, 10:00");
    assertThat(spanish.text()).contains("hasta las 09:30 del 22 de noviembre.");
  }

  @Test
  void aDayIsWrittenInTheLanguageOfTheMail() {
    assertThat(textOfLimit(Language.en)).contains("up to and including 24 November 2026.");
    assertThat(textOfLimit(Language.de)).contains("bis einschließlich 24. November 2026 ");
    assertThat(textOfLimit(Language.es)).contains("hasta el 24 de noviembre de 2026 inclusive.");
  }

  private static String textOfLimit(Language language) {
    return TEMPLATES.render(delivery("REPRESENTATION_LIMITED", "Ada", "Clinic", language)).text();
  }

  static Stream<Arguments> templatesAndLanguages() {
    return templates()
        .flatMap(
            template ->
                Stream.of(Language.values()).map(language -> arguments(template, language)));
  }

  @Test
  void theTokenOfALinkIsMadeFromTheLinkAndNamesNobody() {
    var mail = TEMPLATES.render(delivery("CONFIRM_PATIENT_EMAIL", "Ada"));
    String link = "https://clinic.example.org/confirm-address#token=[\\w-]{22}\\.[\\w-]{43}\n";
    assertThat(mail.text()).containsPattern(link).doesNotContain(ID.toString());
    assertThat(mail.text().replaceAll(link, "")).doesNotContain("Ada");
  }

  @Test
  void theCodeOfARegistrationIsWrittenOnALineOfItsOwn() {
    var mail = TEMPLATES.render(delivery("CONFIRM_REGISTRATION", "Ada"));
    assertThat(mail.text())
        .containsPattern("(?m)^\\d{6}$")
        .doesNotContain("Ada", ID.toString(), "http");
    assertThat(mail.subject()).doesNotContainPattern("\\d{6}");
  }

  @Test
  void aCalendarEntryIsUpdatedAndRemoved() {
    String made = file("BOOKED", "Clinic");
    assertThat(made)
        .contains("METHOD:REQUEST\r\n")
        .contains("UID:" + ID + "\r\n")
        .contains("SEQUENCE:3\r\n")
        .contains("DTSTART:20261124T090000Z\r\n")
        .contains("DTEND:20261124T100000Z\r\n")
        .contains("DTSTAMP:20261122T080000Z\r\n")
        .contains("LOCATION:Clinic\\, C 201\r\n")
        .contains("STATUS:CONFIRMED\r\n");
    assertThat(file("CANCELLED", "Clinic"))
        .contains("METHOD:CANCEL\r\n", "UID:" + ID, "STATUS:CANCELLED\r\n");
  }

  @Test
  void linesAreFoldedAndValuesEscaped() {
    String name = "Ärztehaus \"Süd\"; 王芳, \\ 1\nBEGIN:VALARM " + "ö".repeat(80);
    String file = file("BOOKED", name);
    assertThat(Arrays.stream(file.split("\r\n")))
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
    assertThat(file.replace("\r\n ", "").split("\r\n")).hasSize(18);
    assertThat(file.replace("\r\n ", ""))
        .contains("LOCATION:Ärztehaus \"Süd\"\\; 王芳\\, \\\\ 1\\nBEGIN:VALARM")
        .contains("ORGANIZER;CN=\"Ärztehaus 'Süd'; 王芳, \\ 1'BEGIN:VALARM");
  }

  @Test
  void pausesBetweenAttemptsGrowToAnHour() {
    assertThat(MailDeliveryJob.pause(1)).isEqualTo(Duration.ofSeconds(30));
    assertThat(MailDeliveryJob.pause(2)).isEqualTo(Duration.ofMinutes(1));
    assertThat(MailDeliveryJob.pause(9)).isEqualTo(Duration.ofHours(1));
    assertThat(MailDeliveryJob.pause(1_000)).isEqualTo(Duration.ofHours(1));
  }

  private static String file(String template, String clinic) {
    Delivery delivery = delivery(template, "Ada", clinic);
    return CalendarFile.invitation(
        TEMPLATES.render(delivery).entry().orElseThrow(),
        delivery.clinicName(),
        "clinic@example.org",
        delivery.email(),
        NOW);
  }

  static Stream<String> templates() {
    return Modules.ALL.list().stream()
        .flatMap(module -> module.mails().stream())
        .map(MailTemplate::name);
  }

  static Delivery delivery(String template, String patient) {
    return delivery(template, patient, "Clinibus General Hospital");
  }

  private static Delivery delivery(String template, String patient, String clinic) {
    return delivery(template, patient, clinic, Language.en);
  }

  private static Delivery delivery(
      String template, String patient, String clinic, Language language) {
    return new Delivery(
        new UUID(0, 1),
        1,
        template,
        new JsonObject()
            .put("appointmentId", ID.toString())
            .put("entryId", ID.toString())
            .put("version", 3)
            .put("start", START.toString())
            .put("end", START.plus(Duration.ofHours(1)).toString())
            .put("expiresAt", NOW.plus(Duration.ofMinutes(30)).toString())
            .put("doctorName", "Dr. Sofia Lindqvist")
            .put("day", START.toString())
            .put("linkId", ID.toString())
            .put("room", "C 201"),
        START,
        patient,
        "ada@example.org",
        clinic,
        language,
        ZoneId.of("Europe/Berlin"));
  }
}
