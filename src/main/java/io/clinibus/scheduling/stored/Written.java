package io.clinibus.scheduling.stored;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/**
 * A text as it is written.
 *
 * @param clear empty if it is sealed
 * @param sealed null if it is in clear
 * @param sealedFor the patient; null if it is in clear
 */
public record Written<C extends Record>(C clear, Buffer sealed, UUID sealedFor) {

  public static <C extends Record> Written<C> inClear(C text) {
    return new Written<>(text, null, null);
  }
}
