package io.clinibus.bus;

/** A language in which the clinic writes to people, as its ISO 639 code. */
public enum Language {
  en,
  de,
  es
}
