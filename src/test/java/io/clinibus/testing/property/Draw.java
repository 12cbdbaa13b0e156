package io.clinibus.testing.property;

import java.util.ArrayList;
import java.util.List;

/** Gives a property its values, and keeps them to show them if it does not hold. */
public final class Draw {

  private final Choices choices;
  private final List<Object> values = new ArrayList<>();

  Draw(Choices choices) {
    this.choices = choices;
  }

  public <T> T from(Generator<T> generator) {
    T value = generator.generate(choices);
    values.add(value);
    return value;
  }

  Choices choices() {
    return choices;
  }

  /** All values so far, in order. */
  List<Object> values() {
    return values;
  }
}
