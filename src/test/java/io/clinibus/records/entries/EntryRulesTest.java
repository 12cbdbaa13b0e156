package io.clinibus.records.entries;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.failure.Failure;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EntriesApi.ClinicalStatus;
import io.clinibus.records.api.EntriesApi.Condition;
import io.clinibus.records.api.EntriesApi.EntryCode;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.EntryKind;
import io.clinibus.records.api.EntriesApi.FamilyHistory;
import io.clinibus.records.api.EntriesApi.Immunization;
import io.clinibus.records.api.EntriesApi.Relative;
import io.clinibus.records.api.EntriesApi.SocialHistory;
import io.clinibus.testing.property.Draw;
import io.clinibus.testing.property.Generator;
import io.clinibus.testing.property.Property;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class EntryRulesTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
  private static final EntryCode ASTHMA = new EntryCode("demo", "R10", "Asthma");
  private static final Immunization TETANUS = new Immunization(null, "Tetanus", TODAY, "L1", null);

  @Test
  void exactlyOneKindIsStated() {
    Property.check(
        draw -> {
          boolean[] stated = new boolean[4];
          for (int i = 0; i < stated.length; i++) {
            stated[i] = draw.from(of(false, true));
          }
          EntryDetails details =
              new EntryDetails(
                  stated[0] ? condition("Asthma", null, null) : null,
                  stated[1] ? TETANUS : null,
                  stated[2] ? new FamilyHistory(Relative.MOTHER, "Stroke", 60, null) : null,
                  stated[3] ? new SocialHistory(null, null, "Baker", null) : null);
          int count = 0;
          int last = -1;
          for (int i = 0; i < stated.length; i++) {
            count += stated[i] ? 1 : 0;
            last = stated[i] ? i : last;
          }
          if (count == 1) {
            assertThat(EntryRules.check(details, TODAY)).isEqualTo(EntryKind.values()[last]);
          } else {
            assertThat(refusal(details)).isEqualTo("exactly-one-of at /condition");
          }
        });
  }

  /** A day is possible if it is not after today, a month or year if it has begun. */
  @Test
  void datesInTheFutureAreRefused() {
    Property.check(
        draw -> {
          LocalDate day = TODAY.plusDays(draw.from(integers(-800, 800)));
          String text = draw.from(written(day));
          boolean hasBegun = PartialDate.parse(text).orElseThrow().first().compareTo(TODAY) <= 0;
          String refused = refusal(EntryDetails.of(condition("Asthma", text, null)));
          assertThat(refused).isEqualTo(hasBegun ? null : "in-the-future at /condition/onset");
        });
  }

  /** The end may be in the same year or month as the onset, but not before all of it. */
  @Test
  void aProblemEndsAfterItBegan() {
    Property.check(
        draw -> {
          LocalDate begun = past(draw);
          LocalDate ended = past(draw);
          String onset = draw.from(written(begun));
          String resolved = draw.from(written(ended));
          String refused = refusal(EntryDetails.of(condition("Flu", onset, resolved)));
          if (!ended.isBefore(begun)) {
            assertThat(refused).isNull();
          } else if (resolved.compareTo(onset) < 0 && !onset.startsWith(resolved)) {
            assertThat(refused).isEqualTo("too-early at /condition/resolved");
          }
        });
  }

  @Test
  void aProblemHasACodeOrWords() {
    assertThat(refusal(EntryDetails.of(condition(" ", null, null))))
        .isEqualTo("at-least-one-of at /condition/text");
    assertThat(
            refusal(
                EntryDetails.of(
                    new Condition(
                        ASTHMA,
                        null,
                        null,
                        null,
                        ClinicalStatus.ACTIVE,
                        Certainty.CONFIRMED,
                        null))))
        .isNull();
  }

  @Test
  void onlyAProblemThatIsResolvedHasAnEnd() {
    Condition active =
        new Condition(ASTHMA, null, null, "2020", ClinicalStatus.ACTIVE, Certainty.CONFIRMED, null);
    assertThat(refusal(EntryDetails.of(active))).isEqualTo("invalid at /condition/resolved");
  }

  @Test
  void otherKindsStateSomething() {
    assertThat(refusal(new EntryDetails(null, null, null, new SocialHistory(null, null, null, ""))))
        .isEqualTo("at-least-one-of at /socialHistory");
    assertThat(
            refusal(
                new EntryDetails(
                    null,
                    new Immunization(null, "Tetanus", TODAY.plusDays(1), null, null),
                    null,
                    null)))
        .isEqualTo("in-the-future at /immunization/givenOn");
    assertThat(
            refusal(
                new EntryDetails(
                    null, new Immunization(null, null, TODAY, null, null), null, null)))
        .isEqualTo("at-least-one-of at /immunization/vaccine");
  }

  @Test
  void textThatIsNoDateIsRefused() {
    assertThat(refusal(EntryDetails.of(condition("Flu", "2023-02-30", null))))
        .isEqualTo("format at /condition/onset");
  }

  private static Condition condition(String text, String onset, String resolved) {
    return new Condition(
        null, text, onset, resolved, ClinicalStatus.RESOLVED, Certainty.PROVISIONAL, null);
  }

  private static LocalDate past(Draw draw) {
    return TODAY.minusDays(draw.from(integers(0, 2000)));
  }

  private static Generator<String> written(LocalDate day) {
    String text = day.toString();
    return of(text, text.substring(0, 7), text.substring(0, 4));
  }

  private static String refusal(EntryDetails details) {
    Failure failure = catchThrowableOfType(Failure.class, () -> EntryRules.check(details, TODAY));
    return failure == null
        ? null
        : failure.errors().get(0).code() + " at " + failure.errors().get(0).pointer();
  }
}
