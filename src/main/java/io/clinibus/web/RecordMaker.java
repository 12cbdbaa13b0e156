package io.clinibus.web;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Makes request records of few and simple components, as most are, straight from what was sent:
 * going by way of JSON costs several times as much.
 */
final class RecordMaker<Q extends Record> {

  /** How a component's type is made of what was read, which is of the contract's type already. */
  private static final Map<Class<?>, Function<Object, Object>> SIMPLE =
      Map.of(
          String.class, String.class::cast,
          UUID.class, text -> UUID.fromString((String) text),
          LocalDate.class, text -> LocalDate.parse((String) text),
          OffsetDateTime.class, text -> OffsetDateTime.parse((String) text),
          Boolean.class, Boolean.class::cast,
          Integer.class, number -> Math.toIntExact(((Number) number).longValue()),
          Long.class, number -> ((Number) number).longValue());

  private record Part(String name, Function<Object, Object> reader) {}

  private final List<Part> parts;
  private final MethodHandle constructor;

  private RecordMaker(List<Part> parts, MethodHandle constructor) {
    this.parts = parts;
    this.constructor = constructor;
  }

  /** A maker of a type of records, or null if not all of its components are simple. */
  static <Q extends Record> RecordMaker<Q> of(Class<Q> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (!Arrays.stream(components).allMatch(one -> SIMPLE.containsKey(one.getType()))) {
      return null;
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      MethodHandle constructor =
          MethodHandles.publicLookup()
              .findConstructor(type, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Record.class, Object[].class));
      return new RecordMaker<>(
          Arrays.stream(components)
              .map(one -> new Part(one.getName(), SIMPLE.get(one.getType())))
              .toList(),
          constructor);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  /**
   * Makes a record; members it does not have are passed over.
   *
   * @return null if some member is not what its component takes
   */
  @SuppressWarnings("unchecked")
  Q make(Map<String, Object> members) {
    Object[] values = new Object[parts.size()];
    try {
      for (int i = 0; i < values.length; i++) {
        Object member = members.get(parts.get(i).name());
        values[i] = member == null ? null : parts.get(i).reader().apply(member);
      }
    } catch (ClassCastException
        | IllegalArgumentException
        | DateTimeException
        | ArithmeticException unfit) {
      return null;
    }
    try {
      return (Q) (Record) constructor.invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("records throw nothing that is checked", e);
    }
  }
}
