package io.clinibus.patients.duplicates;

import io.clinibus.patients.api.DuplicatesApi.DuplicateReason;
import java.util.ArrayList;
import java.util.List;

/**
 * How far two records agree, and the rule by which that makes them likely to be of one person.
 *
 * @param sameBirthDate null if either is unknown
 * @param nameLikeness of the whole names, 0 to 1; 1 if they have the same words, in whatever order
 * @param givenNameLikeness of the given names, 0 to 1
 * @param samePhone in the last seven digits
 * @param otherSex one is recorded as female, the other as male
 */
public record RecordComparison(
    boolean sameIdentifier,
    Boolean sameBirthDate,
    double nameLikeness,
    double givenNameLikeness,
    boolean samePhone,
    boolean sameEmail,
    boolean otherSex) {

  /** The score from which on two records are shown as possible duplicates. */
  public static final int LIKELY = 60;

  private static final int MOST = 100;
  private static final double SIMILAR = 0.45;
  private static final double GIVEN_NAME_SIMILAR = 0.3;

  /** A number, such as that of a clinic's patient card, is given to one person. */
  private static final int IDENTIFIER = 60;

  private static final int BIRTH_DATE = 40;
  private static final int NAME = 40;
  private static final int SIMILAR_NAME = 25;
  private static final int EMAIL = 25;
  private static final int PHONE = 20;

  /** Siblings share an address, a telephone and, as twins, the date of birth. */
  private static final int OTHER_NAME = -30;

  private static final int OTHER_BIRTH_DATE = -40;
  private static final int OTHER_SEX = -15;

  /** From 0 to 100. */
  public int score() {
    int score =
        (sameIdentifier ? IDENTIFIER : 0)
            + birthDate()
            + name()
            + (samePhone ? PHONE : 0)
            + (sameEmail ? EMAIL : 0)
            + (otherSex ? OTHER_SEX : 0);
    return Math.max(0, Math.min(MOST, score));
  }

  public boolean isLikely() {
    return score() >= LIKELY;
  }

  /** In what the records agree. */
  public List<DuplicateReason> reasons() {
    List<DuplicateReason> reasons = new ArrayList<>();
    add(reasons, DuplicateReason.IDENTIFIER, sameIdentifier);
    add(reasons, DuplicateReason.BIRTH_DATE, Boolean.TRUE.equals(sameBirthDate));
    add(reasons, DuplicateReason.NAME, isSameName());
    add(reasons, DuplicateReason.SIMILAR_NAME, !isSameName() && isSimilarName());
    add(reasons, DuplicateReason.PHONE, samePhone);
    add(reasons, DuplicateReason.EMAIL, sameEmail);
    return List.copyOf(reasons);
  }

  private static void add(List<DuplicateReason> reasons, DuplicateReason reason, boolean applies) {
    if (applies) {
      reasons.add(reason);
    }
  }

  private int birthDate() {
    if (sameBirthDate == null) {
      return 0;
    }
    return sameBirthDate ? BIRTH_DATE : OTHER_BIRTH_DATE;
  }

  private int name() {
    if (isSameName()) {
      return NAME;
    }
    return isSimilarName() ? SIMILAR_NAME : OTHER_NAME;
  }

  private boolean isSameName() {
    return nameLikeness >= 1;
  }

  private boolean isSimilarName() {
    return nameLikeness >= SIMILAR && givenNameLikeness >= GIVEN_NAME_SIMILAR;
  }
}
