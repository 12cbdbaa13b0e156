package io.clinibus.platform;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/**
 * Generates identifiers: UUID version 7 (RFC 9562), which sort by time and keep indexes compact.
 */
public final class UuidV7 {

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private UuidV7() {}

  public static UUID next() {
    return GENERATOR.generate();
  }
}
