package io.clinibus.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import redis.embedded.core.ExecutableProvider;

/** Unpacks the servers' programs from the class path into the data folder, once per release. */
final class Programs {

  private final DataFolder data;

  Programs(DataFolder data) {
    this.data = data;
  }

  /** The folder with PostgreSQL's {@code bin}, {@code lib} and {@code share}. */
  Path postgres() throws IOException {
    URL archive = postgresArchive();
    int size = archive.openConnection().getContentLength();
    Path programs = PrivateFiles.makeFolder(data.resolve("programs"));
    Path home = programs.resolve("postgresql-" + size);
    if (!Files.isDirectory(home)) {
      Path draft = programs.resolve("postgresql.new");
      PrivateFiles.removeTree(draft);
      try (InputStream packed = new BufferedInputStream(archive.openStream());
          InputStream tar = new XZCompressorInputStream(packed)) {
        unpack(new TarArchiveInputStream(tar), draft);
      }
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return home;
  }

  /** The Redis server's program. No Redis of this data folder may be running. */
  Path redis() throws IOException {
    Path programs = PrivateFiles.makeFolder(data.resolve("programs"));
    return ExecutableProvider.newJarResourceProvider(programs.toFile()).get().toPath();
  }

  private static URL postgresArchive() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String name =
        "/postgres-%s-%s.txz"
            .formatted(
                system.startsWith("mac") ? "darwin" : system,
                machine.equals("aarch64") ? "arm_64" : "x86_64");
    URL archive = Programs.class.getResource(name);
    if (archive == null) {
      throw new EmbeddedFailure(
          "There is no embedded PostgreSQL for "
              + system
              + " on "
              + machine
              + ". Set CLINIBUS_DATABASE_URL and the other production settings instead (--help)");
    }
    return archive;
  }

  private static void unpack(TarArchiveInputStream tar, Path target) throws IOException {
    Files.createDirectories(target);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path file = target.resolve(entry.getName()).normalize();
      if (!file.startsWith(target)) {
        throw new IOException("the archive leaves its folder: " + entry.getName());
      }
      if (entry.isDirectory()) {
        Files.createDirectories(file);
      } else if (entry.isSymbolicLink()) {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      } else {
        Files.createDirectories(file.getParent());
        Files.copy(tar, file);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }
}
