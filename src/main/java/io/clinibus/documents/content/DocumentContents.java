package io.clinibus.documents.content;

import io.clinibus.bus.content.Section;
import io.clinibus.documents.blobs.BlobStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Seals, checks and opens contents on worker threads, a section or segment of each in memory. On
 * the way from sections to a content only sealed bytes are on the disk.
 */
public final class DocumentContents {

  private static final int WORKERS = 4;

  private final BlobStore store;
  private final MalwareScanner scanner;
  private final WorkerExecutor workers;

  public DocumentContents(Vertx vertx, BlobStore store, MalwareScanner scanner) {
    this.store = store;
    this.scanner = scanner;
    this.workers = vertx.createSharedWorkerExecutor("documents", WORKERS, 5, TimeUnit.MINUTES);
  }

  /**
   * A sealed content.
   *
   * @param type found in the content
   * @param size of the sealed bytes
   * @param digest SHA-256 of the sealed bytes
   */
  public record Sealed(String blob, String type, long size, byte[] digest) {}

  /** The name of a section of an upload. */
  public static String section(UUID documentId, long offset) {
    return "upload/" + documentId + "/" + offset;
  }

  /**
   * The name of a content.
   *
   * @param attempt another one writes another blob
   */
  public static String content(UUID documentId, int attempt) {
    return "content/" + documentId + "-" + attempt;
  }

  /** The type of a content by its beginning; empty if it is not stored. */
  public Future<Optional<String>> detect(byte[] beginning) {
    return blocking(() -> ContentTypes.detect(beginning));
  }

  /** Stores a section of an upload. */
  public Future<Void> putSection(DocumentKey key, long offset, byte[] clear) {
    return blocking(() -> key.sealSection(offset, clear))
        .compose(bytes -> store.put(section(key.documentId(), offset), Buffer.buffer(bytes)));
  }

  /**
   * Makes a content of the sections of an upload.
   *
   * @return empty if its type is not stored or it is malware; fails if it could not be checked
   */
  public Future<Optional<Sealed>> assemble(DocumentKey key, long size, int attempt) {
    return sealed(
        key,
        attempt,
        out -> {
          Optional<String> type = Optional.empty();
          try (MalwareScanner.Scan scan = scanner.begin()) {
            for (long offset = 0; offset < size; offset += Section.WRITTEN) {
              int length = (int) Math.min(Section.WRITTEN, size - offset);
              byte[] clear = section(key, offset, length);
              if (offset == 0) {
                type = ContentTypes.detect(clear);
              }
              if (type.isEmpty()) {
                return type;
              }
              scan.add(clear);
              out.write(clear);
            }
            return scan.isClean() ? type : Optional.empty();
          }
        });
  }

  /** Seals a content that the clinic has written itself. */
  public Future<Sealed> put(DocumentKey key, String type, byte[] clear) {
    return sealed(
            key,
            1,
            out -> {
              out.write(clear);
              return Optional.of(type);
            })
        .map(Optional::get);
  }

  /**
   * Opens a section of a content, within one segment.
   *
   * @param sealedSize of the whole sealed content
   * @return at least one byte; fails with {@link UnreadableContent} if it has been changed
   */
  public Future<byte[]> read(
      DocumentKey key, String blob, long sealedSize, long offset, int length) {
    int within = (int) Math.min(length, DocumentKey.endOfSegment(offset) - offset);
    return blocking(
        () -> {
          try (SeekableByteChannel clear =
              key.openContent(new BlobChannel(store, blob, sealedSize))) {
            ByteBuffer bytes = ByteBuffer.allocate(within);
            clear.position(offset);
            while (bytes.hasRemaining()) {
              if (clear.read(bytes) <= 0) {
                throw new IOException("content ends early");
              }
            }
            return bytes.array();
          } catch (IOException e) {
            throw new UnreadableContent(key.documentId(), e);
          }
        });
  }

  /** Deletes the sections of an upload. */
  public Future<Void> deleteSections(UUID documentId, long size) {
    Future<Void> deleted = Future.succeededFuture();
    for (long offset = 0; offset < size; offset += Section.WRITTEN) {
      String name = section(documentId, offset);
      deleted = deleted.compose(before -> store.delete(name));
    }
    return deleted;
  }

  public Future<Void> delete(String blob) {
    return store.delete(blob);
  }

  private byte[] section(DocumentKey key, long offset, int length) throws IOException {
    Buffer sealed =
        BlobChannel.await(
            store.get(section(key.documentId(), offset), 0, DocumentKey.mostSealed(length)));
    return key.openSection(offset, sealed.getBytes());
  }

  private interface Writer {
    Optional<String> write(OutputStream out) throws IOException;
  }

  /** Writes a sealed file of its own and stores it, unless its type is empty. */
  private Future<Optional<Sealed>> sealed(DocumentKey key, int attempt, Writer writer) {
    return blocking(
        () -> {
          Path folder = BlobChannel.await(store.scratch());
          Path file = Files.createTempFile(folder, "document", ".sealed");
          try {
            MessageDigest digest = sha256();
            Optional<String> type;
            try (OutputStream sealing =
                key.sealContent(new DigestOutputStream(Files.newOutputStream(file), digest))) {
              type = writer.write(sealing);
            }
            if (type.isEmpty()) {
              return Optional.empty();
            }
            String blob = content(key.documentId(), attempt);
            BlobChannel.await(store.put(blob, file));
            return Optional.of(new Sealed(blob, type.get(), Files.size(file), digest.digest()));
          } finally {
            Files.deleteIfExists(file);
          }
        });
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return workers.executeBlocking(
        () -> {
          try {
            return work.call();
          } catch (IOException e) {
            throw new UncheckedIOException("content not read or written", e);
          }
        },
        false);
  }
}
