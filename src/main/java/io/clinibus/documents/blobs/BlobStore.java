package io.clinibus.documents.blobs;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keeps bytes under names. It sees sealed bytes only. Never blocks the caller; the same name is
 * never written twice with different bytes.
 */
public interface BlobStore {

  /** Lower-case words with slashes between. */
  Pattern NAME = Pattern.compile("[a-z0-9-]{1,100}(/[a-z0-9-]{1,100}){0,5}");

  /**
   * @param modified when it was stored
   */
  record Blob(String name, long size, Instant modified) {}

  /** Stores a few megabytes at most. When it completes, they survive the loss of power. */
  Future<Void> put(String name, Buffer content);

  /** Stores a file, which is read piece by piece. The file stays where it is. */
  Future<Void> put(String name, Path content);

  /**
   * Reads a range.
   *
   * @return fewer bytes than asked for at the end, none beyond it; fails with {@link NoSuchBlob}
   */
  Future<Buffer> get(String name, long offset, int length);

  /** A folder for a sealed file that is about to be stored. */
  Future<Path> scratch();

  /** Deletes what is stored under a name, if anything is. */
  Future<Void> delete(String name);

  /**
   * Lists what is stored, in the order of names.
   *
   * @param prefix of the names
   * @param after the last name of the page before, or an empty text
   */
  Future<List<Blob>> list(String prefix, String after, int limit);

  /** Checks that it can be reached. */
  Future<Void> check();

  /** The name itself. */
  static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a blob");
    }
    return name;
  }
}
