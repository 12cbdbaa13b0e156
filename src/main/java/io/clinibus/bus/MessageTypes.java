package io.clinibus.bus;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations and events this release knows, gathered from the constants of each domain's API.
 * Only their record types are ever decoded from the wire.
 */
public final class MessageTypes {

  private final List<Operation<?, ?>> operations = new ArrayList<>();
  private final List<Event<?>> events = new ArrayList<>();
  private final Map<String, Class<? extends Record>> byName = new HashMap<>();

  private MessageTypes() {}

  /** Reads the {@code public static final} operations and events of the given API classes. */
  public static MessageTypes of(Class<?>... apis) {
    var types = new MessageTypes();
    for (Class<?> api : apis) {
      for (Field field : api.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && Modifier.isPublic(field.getModifiers())) {
          types.register(valueOf(field));
        }
      }
    }
    return types;
  }

  public List<Operation<?, ?>> operations() {
    return List.copyOf(operations);
  }

  public List<Event<?>> events() {
    return List.copyOf(events);
  }

  /** Every record type that may travel. */
  public Collection<Class<? extends Record>> records() {
    return List.copyOf(byName.values());
  }

  /**
   * The record type a wire name stands for.
   *
   * @throws IllegalArgumentException if no operation or event has registered that name
   */
  Class<? extends Record> named(String name) {
    var type = byName.get(name);
    if (type == null) {
      throw new IllegalArgumentException("message type is not registered");
    }
    return type;
  }

  private static Object valueOf(Field constant) {
    try {
      return constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + constant, e);
    }
  }

  private void register(Object constant) {
    if (constant instanceof Operation<?, ?> operation) {
      operations.add(operation);
      byName.put(operation.request().getName(), operation.request());
      byName.put(operation.reply().getName(), operation.reply());
    } else if (constant instanceof Event<?> event) {
      events.add(event);
      byName.put(event.type().getName(), event.type());
    }
  }
}
