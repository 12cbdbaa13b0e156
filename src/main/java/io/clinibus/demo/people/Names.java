package io.clinibus.demo.people;

import io.clinibus.demo.profile.Profiles;
import io.clinibus.demo.profile.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** Draws names of many origins. */
final class Names {

  record Name(boolean female, String given, String family) {}

  private final List<Profiles.Group> byWeight = new ArrayList<>();
  private final SeededRandom chance;

  Names(List<Profiles.Group> groups, SeededRandom chance) {
    this.chance = chance;
    for (Profiles.Group group : groups) {
      for (int i = 0; i < group.weight(); i++) {
        byWeight.add(group);
      }
    }
  }

  Name next() {
    Profiles.Group group = chance.pick(byWeight);
    boolean female = chance.percent(51);
    return new Name(
        female, chance.pick(female ? group.female() : group.male()), chance.pick(group.family()));
  }
}
