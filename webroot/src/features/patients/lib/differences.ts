export interface Fact {
  name: string;
  value: string;
}

/** A field with its values; undefined where nothing was stated. */
export interface Difference {
  name: string;
  before?: string;
  after?: string;
}

/** The fields whose values differ, in the order of the later ones; those that are gone come last. */
export function differencesOf(before: Fact[], after: Fact[]): Difference[] {
  const earlier = new Map(before.map(({ name, value }) => [name, value]));
  const later = new Map(after.map(({ name, value }) => [name, value]));
  return [...new Set([...later.keys(), ...earlier.keys()])]
    .map((name) => ({ name, before: earlier.get(name), after: later.get(name) }))
    .filter((field) => field.before !== field.after);
}
