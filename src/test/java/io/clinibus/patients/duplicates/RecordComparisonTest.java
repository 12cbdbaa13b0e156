package io.clinibus.patients.duplicates;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.patients.api.DuplicatesApi.DuplicateReason;
import io.clinibus.testing.property.Draw;
import io.clinibus.testing.property.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordComparisonTest {

  @Test
  void theScoreIsBetween0And100() {
    Property.check(draw -> assertThat(any(draw).score()).isBetween(0, 100));
  }

  @Test
  void aFurtherAgreementNeverLowersTheScore() {
    Property.check(
        draw -> {
          RecordComparison one = any(draw);
          assertThat(
                  List.of(
                      with(one, true, one.sameBirthDate(), one.samePhone(), one.sameEmail()),
                      with(one, one.sameIdentifier(), true, one.samePhone(), one.sameEmail()),
                      with(one, one.sameIdentifier(), one.sameBirthDate(), true, one.sameEmail()),
                      with(one, one.sameIdentifier(), one.sameBirthDate(), one.samePhone(), true),
                      named(one, 1.0)))
              .allSatisfy(more -> assertThat(more.score()).isGreaterThanOrEqualTo(one.score()));
        });
  }

  @Test
  void namesAloneAreNotLikely() {
    Property.check(
        draw -> {
          RecordComparison one = named(any(draw), 1.0);
          assertThat(with(one, false, null, false, false).isLikely()).isFalse();
        });
  }

  @Test
  void nothingIsLikelyWithAnotherNameAndAnotherBirthDateUnlessTheIdentifierIsTheSame() {
    Property.check(
        draw -> {
          RecordComparison one = named(any(draw), 0.1);
          assertThat(with(one, false, false, one.samePhone(), one.sameEmail()).isLikely())
              .isFalse();
        });
  }

  @Test
  void everyAgreementIsAReason() {
    Property.check(
        draw -> {
          RecordComparison one = any(draw);
          List<DuplicateReason> reasons = one.reasons();
          assertThat(reasons.contains(DuplicateReason.PHONE)).isEqualTo(one.samePhone());
          assertThat(reasons.contains(DuplicateReason.EMAIL)).isEqualTo(one.sameEmail());
          assertThat(reasons.contains(DuplicateReason.IDENTIFIER)).isEqualTo(one.sameIdentifier());
          assertThat(reasons.contains(DuplicateReason.BIRTH_DATE))
              .isEqualTo(Boolean.TRUE.equals(one.sameBirthDate()));
          assertThat(reasons).doesNotHaveDuplicates();
        });
  }

  @Test
  void typicalPairsAreJudgedAsStaffWould() {
    assertThat(comparison(true, 1.0, 1.0, false, false).isLikely()).as("same").isTrue();
    assertThat(comparison(true, 0.6, 0.5, false, false).isLikely()).as("typing error").isTrue();
    assertThat(comparison(true, 1.0, 0.0, false, false).isLikely()).as("swapped names").isTrue();
    assertThat(comparison(null, 1.0, 1.0, false, true).isLikely()).as("same e-mail").isTrue();
    assertThat(comparison(true, 0.5, 0.0, true, true).isLikely()).as("twins").isFalse();
    assertThat(comparison(false, 1.0, 1.0, true, false).isLikely()).as("father, son").isFalse();
    assertThat(comparison(null, 1.0, 1.0, false, false).isLikely()).as("common name").isFalse();
  }

  private static RecordComparison comparison(
      Boolean sameBirthDate, double name, double givenName, boolean phone, boolean email) {
    return new RecordComparison(false, sameBirthDate, name, givenName, phone, email, false);
  }

  private static RecordComparison any(Draw draw) {
    Integer birthDate = draw.from(integers(0, 2));
    return new RecordComparison(
        draw.from(of(false, true)),
        birthDate == 0 ? null : birthDate == 1,
        draw.from(integers(0, 100)) / 100.0,
        draw.from(integers(0, 100)) / 100.0,
        draw.from(of(false, true)),
        draw.from(of(false, true)),
        draw.from(of(false, true)));
  }

  private static RecordComparison with(
      RecordComparison one, boolean identifier, Boolean birthDate, boolean phone, boolean email) {
    return new RecordComparison(
        identifier,
        birthDate,
        one.nameLikeness(),
        one.givenNameLikeness(),
        phone,
        email,
        one.otherSex());
  }

  private static RecordComparison named(RecordComparison one, double likeness) {
    return new RecordComparison(
        one.sameIdentifier(),
        one.sameBirthDate(),
        likeness,
        one.givenNameLikeness(),
        one.samePhone(),
        one.sameEmail(),
        one.otherSex());
  }
}
