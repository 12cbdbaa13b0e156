package io.clinibus.documents.blobs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A folder with a file for each name, readable for its owner only. A file is written beside its
 * place, flushed to the disk and moved there at once; then its folder is flushed. Nodes of a
 * cluster share the folder.
 */
public final class FolderBlobStore implements BlobStore {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final String DRAFT = ".new";
  private static final int WORKERS = 4;
  private static final int PIECE = 256 * 1024;

  private final Path root;
  private final WorkerExecutor workers;

  /**
   * @param root is made if it is missing
   */
  public FolderBlobStore(Vertx vertx, Path root) {
    this.root = root.toAbsolutePath();
    this.workers = vertx.createSharedWorkerExecutor("blob-folder", WORKERS, 2, TimeUnit.MINUTES);
  }

  @Override
  public Future<Void> put(String name, Buffer content) {
    return blocking(
        () -> {
          write(name, channel -> writeAll(channel, ByteBuffer.wrap(content.getBytes())));
          return null;
        });
  }

  @Override
  public Future<Void> put(String name, Path content) {
    return blocking(
        () -> {
          try (InputStream in = Files.newInputStream(content)) {
            write(name, channel -> copy(in, channel));
          }
          return null;
        });
  }

  @Override
  public Future<Buffer> get(String name, long offset, int length) {
    return blocking(() -> read(name, offset, length));
  }

  /** Beside the blobs: there is room for them. */
  @Override
  public Future<Path> scratch() {
    return blocking(
        () -> {
          makeFolder(root);
          return root;
        });
  }

  @Override
  public Future<Void> delete(String name) {
    return blocking(
        () -> {
          Files.deleteIfExists(place(name));
          return null;
        });
  }

  @Override
  public Future<List<Blob>> list(String prefix, String after, int limit) {
    return blocking(
        () -> {
          List<Blob> found = new ArrayList<>();
          if (Files.isDirectory(root)) {
            walk(root, "", prefix, after, limit, found);
          }
          return found;
        });
  }

  @Override
  public Future<Void> check() {
    return blocking(
        () -> {
          makeFolder(root);
          if (!Files.isWritable(root)) {
            throw new IOException("the folder of documents cannot be written");
          }
          return null;
        });
  }

  private Buffer read(String name, long offset, int length) throws IOException {
    try (FileChannel file = FileChannel.open(place(name), StandardOpenOption.READ)) {
      int available = (int) Math.max(0, Math.min(length, file.size() - offset));
      ByteBuffer bytes = ByteBuffer.allocate(available);
      while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) >= 0) {
        continue;
      }
      return Buffer.buffer(bytes.array()).slice(0, bytes.position());
    } catch (NoSuchFileException e) {
      throw new NoSuchBlob(name);
    }
  }

  private interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  private void write(String name, Content content) throws IOException {
    Path place = place(name);
    makeFolder(place.getParent());
    Path draft = Files.createTempFile(place.getParent(), "draft", DRAFT, ownerOnly("rw-------"));
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flush(place.getParent());
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void copy(InputStream in, FileChannel channel) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      writeAll(channel, ByteBuffer.wrap(piece, 0, read));
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** A folder cannot be opened like this on every system. */
  private static void flush(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Depth first, in the order of names: a name is compared part by part. */
  private static void walk(
      Path folder, String path, String prefix, String after, int limit, List<Blob> found)
      throws IOException {
    for (var entry : entries(folder, path).entrySet()) {
      String name = entry.getKey();
      boolean isFolder = name.endsWith("/");
      boolean mayMatch = name.startsWith(prefix) || isFolder && prefix.startsWith(name);
      boolean isBefore = isFolder ? isWhollyBefore(name, after) : name.compareTo(after) <= 0;
      if (found.size() >= limit || !mayMatch || isBefore) {
        continue;
      }
      if (isFolder) {
        walk(entry.getValue(), name, prefix, after, limit, found);
      } else if (NAME.matcher(name).matches()) {
        blob(name, entry.getValue()).ifPresent(found::add);
      }
    }
  }

  /** Empty if it is deleted just now. */
  private static Optional<Blob> blob(String name, Path file) throws IOException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Blob(name, attributes.size(), attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean isWhollyBefore(String folder, String after) {
    return folder.compareTo(after) < 0 && !after.startsWith(folder);
  }

  private static TreeMap<String, Path> entries(Path folder, String path) throws IOException {
    TreeMap<String, Path> sorted = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = path + entry.getFileName();
        sorted.put(Files.isDirectory(entry) ? name + "/" : name, entry);
      }
    }
    return sorted;
  }

  private Path place(String name) {
    return root.resolve(BlobStore.checked(name));
  }

  private static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, ownerOnly("rwx------"));
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return workers.executeBlocking(
        () -> {
          try {
            return work.call();
          } catch (IOException e) {
            throw new UncheckedIOException(e.getClass().getSimpleName() + " in blob folder", e);
          }
        },
        false);
  }
}
