package io.clinibus.bus;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operations and events of this release, collected from the constants of each domain's API.
 * Only their record types are ever decoded from the wire.
 */
public final class MessageTypes {

  private static final Pattern API_PACKAGE = Pattern.compile("(io\\.clinibus\\.)(\\w+)\\.api");
  private static final ClassValue<String> WIRE_NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return computeWireName(type);
        }
      };

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

  /** Every record type of a message. */
  public Collection<Class<? extends Record>> records() {
    return List.copyOf(byName.values());
  }

  /**
   * The record type of a wire name.
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

  /**
   * The name of a record type between nodes. It does not depend on the file that declares the
   * record, so that nodes of releases with other files interoperate: {@code
   * io.clinibus.scheduling.SchedulingApi$Hold} for the record {@code Hold} of the package {@code
   * io.clinibus.scheduling.api}.
   */
  static String wireName(Class<?> type) {
    return WIRE_NAMES.get(type);
  }

  private static String computeWireName(Class<?> type) {
    if (type == NoContent.class) {
      return "io.clinibus.bus.Done"; // Its name in the first release.
    }
    Matcher inApi = API_PACKAGE.matcher(type.getPackageName());
    if (!inApi.matches()) {
      return type.getName();
    }
    String domain = inApi.group(2);
    String api = Character.toUpperCase(domain.charAt(0)) + domain.substring(1) + "Api";
    return inApi.group(1) + domain + "." + api + "$" + type.getSimpleName();
  }

  private static Object valueOf(Field constant) {
    try {
      return constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("constant unreadable: " + constant, e);
    }
  }

  private void register(Object constant) {
    if (constant instanceof Operation<?, ?> operation) {
      operations.add(operation);
      registerRecord(operation.request());
      registerRecord(operation.reply());
    } else if (constant instanceof Event<?> event) {
      events.add(event);
      registerRecord(event.type());
    }
  }

  private void registerRecord(Class<? extends Record> type) {
    Class<? extends Record> other = byName.put(wireName(type), type);
    if (other != null && other != type) {
      throw new IllegalStateException(
          type.getName() + " and " + other.getName() + " have the same name on the bus");
    }
  }
}
