package io.clinibus.bus.content;

import java.util.UUID;

/**
 * The reply of an operation that answers with a file. Its bytes are read by {@link ReadSection}.
 */
public interface HasContent {

  /** Which file it is. The bytes under an id never change. */
  UUID contentId();

  /** The media type. */
  String contentType();

  /** The name under which it is saved, with an extension. */
  String fileName();

  /** The number of bytes. */
  long size();
}
