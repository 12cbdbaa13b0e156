package io.clinibus.testing;

import io.clinibus.settings.Settings;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Settings that differ in one component. */
public final class SettingsParts {

  private static final RecordComponent[] COMPONENTS = Settings.class.getRecordComponents();

  private SettingsParts() {}

  /**
   * The same settings with another value of the component of the part's type.
   *
   * @param part the value of a component whose type no other has
   */
  public static Settings with(Record part, Settings settings) {
    return replaced(component -> component.getType() == part.getClass(), part, settings);
  }

  /** The same settings with another value of the component of that name. */
  public static Settings with(String name, Object value, Settings settings) {
    return replaced(component -> component.getName().equals(name), value, settings);
  }

  private static Settings replaced(
      Predicate<RecordComponent> which, Object value, Settings settings) {
    List<RecordComponent> matching = Arrays.stream(COMPONENTS).filter(which).toList();
    if (matching.size() != 1) {
      throw new IllegalArgumentException("not one component but " + matching);
    }
    try {
      Object[] values = new Object[COMPONENTS.length];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            COMPONENTS[i].equals(matching.get(0))
                ? value
                : COMPONENTS[i].getAccessor().invoke(settings);
      }
      Class<?>[] types =
          Arrays.stream(COMPONENTS).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return Settings.class.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
