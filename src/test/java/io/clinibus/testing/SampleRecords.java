package io.clinibus.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Builds records of any type, filled by component type: one with everything, one with nothing. */
public final class SampleRecords {

  private static final String AWKWARD_TEXT = "Zoë \"O'Neill\" 王芳 +49 007 \\ \u2028";

  private SampleRecords() {}

  /** A sample with every component set, and one with every component null that may be. */
  public static List<Record> of(Class<? extends Record> type) {
    return List.of(build(type, true), build(type, false));
  }

  /** Whether a value of a sample was chosen here, not by its Java type. */
  public static boolean isArbitrary(JsonNode value) {
    return value.isInt() || value.isLong() || value.asText().equals(AWKWARD_TEXT);
  }

  private static Record build(Class<?> type, boolean full) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Stream.of(components)
            .map(
                component ->
                    full || component.getType().isPrimitive()
                        ? value(component.getGenericType())
                        : null)
            .toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return (Record) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot build " + type, e);
    }
  }

  private static Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      return collection(generic);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return build(plain, true);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    return scalar(plain);
  }

  private static Object collection(ParameterizedType type) {
    Object element = value(type.getActualTypeArguments()[0]);
    if (type.getRawType() == Map.class) {
      return Map.of(element, value(type.getActualTypeArguments()[1]));
    }
    if (type.getRawType() == List.class) {
      return List.of(element);
    }
    if (type.getRawType() == Set.class) {
      return Set.of(element);
    }
    throw new IllegalArgumentException("no sample for " + type);
  }

  private static Object scalar(Class<?> type) {
    if (type == BigDecimal.class) {
      return new BigDecimal("2.5");
    }
    if (type == byte[].class) {
      return new byte[] {0, 127, -128};
    }
    Map<Class<?>, Object> samples =
        Map.of(
            String.class,
            AWKWARD_TEXT,
            UUID.class,
            UUID.fromString("01934f6e-0000-7000-8000-0123456789ab"),
            Instant.class,
            Instant.parse("2026-11-22T10:00:00.123456Z"),
            OffsetDateTime.class,
            OffsetDateTime.parse("2026-10-25T02:30:00+01:00"),
            LocalDate.class,
            LocalDate.parse("2026-11-22"),
            Integer.class,
            7,
            Long.class,
            8L,
            Double.class,
            9.5,
            Boolean.class,
            true);
    Map<Class<?>, Object> primitives =
        Map.of(int.class, 7, long.class, 8L, double.class, 9.5, boolean.class, true);
    Object sample = samples.getOrDefault(type, primitives.get(type));
    if (sample == null) {
      throw new IllegalArgumentException("no sample for " + type);
    }
    return sample;
  }
}
