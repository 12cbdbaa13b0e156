package io.clinibus.web.contract;

import io.clinibus.bus.MessageTypes;
import io.clinibus.bus.Operation;
import io.clinibus.bus.content.HasContent;
import io.clinibus.bus.content.ReadSection;
import io.clinibus.bus.content.Section;
import java.util.List;
import java.util.Set;

/**
 * How an operation transfers a file: {@code x-sections} of the contract.
 *
 * @param received whether each section of the request's body is a request of its own, which fills
 *     the components {@code offset} and {@code content}
 * @param read reads the sections of the answer, or null if the answer is no file
 */
public record SectionUse(boolean received, Operation<ReadSection, Section> read) {

  /** The components of a request record that a section fills. */
  static final Set<String> COMPONENTS = Set.of("offset", "content");

  static final SectionUse NONE = new SectionUse(false, null);

  private static final String RECEIVED = "received";

  /**
   * Reads {@code x-sections}: {@code received}, or the operation that reads sections.
   *
   * @throws IllegalStateException if there is no such operation, or the reply does not describe a
   *     file
   */
  @SuppressWarnings("unchecked")
  static SectionUse of(String stated, Operation<?, ?> operation, MessageTypes messages) {
    if (stated == null) {
      return NONE;
    }
    if (stated.equals(RECEIVED)) {
      return new SectionUse(true, null);
    }
    List<Operation<?, ?>> found =
        messages.operations().stream()
            .filter(candidate -> candidate.address().endsWith("." + stated))
            .filter(candidate -> candidate.request() == ReadSection.class)
            .toList();
    if (found.size() != 1 || !HasContent.class.isAssignableFrom(operation.reply())) {
      throw new IllegalStateException(operation.address() + " does not answer with a file");
    }
    return new SectionUse(false, (Operation<ReadSection, Section>) found.get(0));
  }

  /** Whether the answer is a file. */
  public boolean sent() {
    return read != null;
  }
}
