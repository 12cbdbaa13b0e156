package io.clinibus.bus.failure;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;

/** Reads what classes declare as {@code public static} fields. */
public final class PublicConstants {

  private PublicConstants() {}

  /** The values of a class's public static fields, in the order of their declaration. */
  public static Stream<Object> of(Class<?> holder) {
    return Arrays.stream(holder.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .map(PublicConstants::value);
  }

  private static Object value(Field constant) {
    try {
      return constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("constant unreadable: " + constant, e);
    }
  }
}
