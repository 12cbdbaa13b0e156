package io.clinibus.testing.property;

import java.util.List;

/**
 * One run of a property.
 *
 * @param choices what its values were made of
 * @param failure why it does not hold for them; null if it does
 */
record Attempt(List<Integer> choices, List<Object> values, Throwable failure) {

  static Attempt of(Choices choices, Property.Body body) {
    var draw = new Draw(choices);
    Throwable failure = null;
    try {
      body.check(draw);
    } catch (Exception | AssertionError | StackOverflowError e) {
      failure = e;
    }
    return new Attempt(choices.made(), List.copyOf(draw.values()), failure);
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Shorter, or as long and lower at the first difference. */
  boolean isSimplerThan(Attempt other) {
    if (choices.size() != other.choices.size()) {
      return choices.size() < other.choices.size();
    }
    for (int i = 0; i < choices.size(); i++) {
      if (!choices.get(i).equals(other.choices.get(i))) {
        return choices.get(i) < other.choices.get(i);
      }
    }
    return false;
  }
}
