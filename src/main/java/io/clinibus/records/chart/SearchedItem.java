package io.clinibus.records.chart;

import io.clinibus.records.api.ChartApi.RecordHit;
import io.clinibus.records.codes.CodeNaming;
import java.util.Optional;

/**
 * An item in which words are looked for.
 *
 * @param written as it is stored
 * @param shown as the reader sees it
 * @param added what was added to it later
 */
record SearchedItem(OpenedItem written, OpenedItem shown, String added) {

  static SearchedItem of(OpenedItem written, String added) {
    return new SearchedItem(written, written, added);
  }

  /** The same with its codes named. */
  SearchedItem shown(CodeNaming naming) {
    return new SearchedItem(written, written.shown(naming), added);
  }

  /** Where the words are found: in what is shown, else in what was written. */
  Optional<RecordHit> hit(SearchWords words) {
    return words
        .excerpt(text(shown))
        .or(() -> shown == written ? Optional.empty() : words.excerpt(text(written)))
        .map(excerpt -> new RecordHit(shown.item(), excerpt));
  }

  private String text(OpenedItem item) {
    return (item.text() + " " + added).strip();
  }

  @Override
  public String toString() {
    return "SearchedItem[" + shown.item() + "]";
  }
}
