package io.clinibus.testing.property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Generators of ordinary values. */
public final class Generators {

  private static final int LETTERS = 26;

  private Generators() {}

  /** Integers of a range, bounds included; both bounds and the neighbourhood of 0 are frequent. */
  public static Generator<Integer> integers(int min, int max) {
    int origin = Math.max(min, Math.min(max, 0));
    return choices -> {
      boolean below = min < origin && (max == origin || choices.next(1, r -> r.nextInt(2)) == 1);
      int range = below ? Math.subtractExact(origin, min) : Math.subtractExact(max, origin);
      int distance = choices.next(range, random -> distance(random, range));
      return below ? origin - distance : origin + distance;
    };
  }

  /** One of the values, each as likely as the others; the first is the simplest. */
  @SafeVarargs
  public static <T> Generator<T> of(T... values) {
    int last = values.length - 1;
    return choices -> values[choices.next(last, random -> random.nextInt(last + 1))];
  }

  /** One of the values, each as likely as the others; the first is the simplest. */
  public static <T> Generator<T> of(List<T> values) {
    int last = values.size() - 1;
    return choices -> values.get(choices.next(last, random -> random.nextInt(last + 1)));
  }

  /** Lists of any size of the range, each size as likely as the others. */
  public static <T> Generator<List<T>> lists(Generator<T> elements, int min, int max) {
    return choices -> {
      List<T> list = new ArrayList<>();
      int size = choices.hidden(random -> random.nextInt(min, max + 1));
      while (list.size() < min || list.size() < max && goesOn(choices, list.size() < size)) {
        list.add(elements.generate(choices));
      }
      return list;
    };
  }

  /** Maps with some of the keys. */
  public static <K, V> Generator<Map<K, V>> maps(List<K> keys, Generator<V> values) {
    return choices -> {
      Map<K, V> map = new HashMap<>();
      for (K key : keys) {
        if (choices.next(1, random -> random.nextInt(2)) == 1) {
          map.put(key, values.generate(choices));
        }
      }
      return map;
    };
  }

  /** Strings of any characters of Unicode's first plane; a good part of each is ASCII. */
  public static Generator<String> strings(int min, int max) {
    return strings(
        choices -> {
          int character = choices.next(Character.MAX_VALUE, Generators::anyCharacter);
          return Character.isSurrogate((char) character) ? 'a' : (char) character;
        },
        min,
        max);
  }

  /** Strings of A to Z and a to z. */
  public static Generator<String> letters(int min, int max) {
    return strings(
        choices -> {
          int letter = choices.next(2 * LETTERS - 1, random -> random.nextInt(2 * LETTERS));
          return (char) (letter < LETTERS ? 'a' + letter : 'A' + letter - LETTERS);
        },
        min,
        max);
  }

  private static Generator<String> strings(Generator<Character> characters, int min, int max) {
    return lists(characters, min, max)
        .map(list -> list.stream().map(String::valueOf).collect(Collectors.joining()));
  }

  private static boolean goesOn(Choices choices, boolean wanted) {
    return choices.next(1, random -> wanted ? 1 : 0) == 1;
  }

  private static int distance(SplittableRandom random, int range) {
    return switch (random.nextInt(10)) {
      case 0 -> range;
      case 1 -> random.nextInt(Math.min(range, 3) + 1);
      default -> (int) random.nextLong(range + 1L);
    };
  }

  private static int anyCharacter(SplittableRandom random) {
    return random.nextInt(random.nextInt(3) == 0 ? 128 : Character.MAX_VALUE + 1);
  }
}
