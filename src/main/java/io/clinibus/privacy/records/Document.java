package io.clinibus.privacy.records;

/**
 * One document of a kind of record.
 *
 * @param json as PostgreSQL writes it
 */
public record Document(String key, String json) {

  @Override
  public String toString() {
    return "Document[…]";
  }
}
