package io.clinibus.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder with all data of a first run, locked against other nodes while open. The lock ends
 * with the process, even after a crash.
 */
public final class DataFolder implements AutoCloseable {

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Opens the folder and creates it if missing.
   *
   * @throws EmbeddedFailure if another node uses it or it cannot be written
   */
  public static DataFolder open(Path root) {
    try {
      PrivateFiles.makeFolder(root);
      FileChannel file =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(root, file);
      file.truncate(0);
      file.write(ByteBuffer.wrap(ownPid()));
      return new DataFolder(root.toRealPath(), file);
    } catch (IOException e) {
      throw new EmbeddedFailure("The data folder " + root + " cannot be used: " + e, e);
    }
  }

  private static void lock(Path root, FileChannel file) throws IOException {
    FileLock lock = null;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      // Locked by this process; reported below like any other lock.
    }
    if (lock == null) {
      String owner = Files.readString(root.resolve("lock")).strip();
      throw new EmbeddedFailure(
          "The data folder "
              + root
              + " is in use by another node"
              + (owner.isEmpty() ? "" : " (process " + owner + ")")
              + ". Stop it, or choose another folder with --data=…");
    }
  }

  private static byte[] ownPid() {
    return Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
  }

  Path resolve(String name) {
    return root.resolve(name);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
