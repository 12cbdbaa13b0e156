package io.clinibus.testing.property;

import java.util.function.Function;

/**
 * Makes a value out of choices; the simplest one where all choices are zero.
 *
 * @see Generators
 */
@FunctionalInterface
public interface Generator<T> {

  T generate(Choices choices);

  default <R> Generator<R> map(Function<? super T, ? extends R> function) {
    return choices -> function.apply(generate(choices));
  }
}
