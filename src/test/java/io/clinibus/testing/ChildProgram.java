package io.clinibus.testing;

import io.clinibus.Clinibus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM of its own runs: the jar of this build with an archive of its loaded classes, which
 * takes a third less processor time to start. Outside Maven, where a jar may be older than the
 * classes, the class path of this test.
 */
public final class ChildProgram {

  private static final String JAR = System.getProperty("clinibus.test.jar");

  private ChildProgram() {}

  /** The arguments of {@code java} after its options and before those of the program. */
  public static List<String> arguments() {
    return JAR == null ? classPath(System.getProperty("java.class.path")) : jar(Path.of(JAR));
  }

  static List<String> classPath(String classPath) {
    return List.of("-cp", classPath, Clinibus.class.getName());
  }

  private static synchronized List<String> jar(Path jar) {
    List<String> arguments = new ArrayList<>();
    try {
      Path archive = archive(jar);
      if (Files.exists(archive) || create(jar, archive)) {
        arguments.add("-XX:SharedArchiveFile=" + archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    arguments.addAll(List.of("-jar", jar.toString()));
    return arguments;
  }

  /** An archive is valid for one jar. */
  private static Path archive(Path jar) throws IOException {
    return jar.resolveSibling(
        "test-classes-%d.jsa".formatted(Files.getLastModifiedTime(jar).toMillis()));
  }

  /**
   * Has a node load its classes.
   *
   * @return whether the archive is there; not if another JVM is creating it
   */
  private static boolean create(Path jar, Path archive) throws IOException {
    Path unfinished = Path.of(archive + ".unfinished");
    try {
      Files.createFile(Path.of(archive + ".begun"));
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    List<String> arguments =
        List.of("-XX:ArchiveClassesAtExit=" + unfinished, "-jar", jar.toString());
    try (ChildNode node =
        ChildNode.start(arguments, ChildNode.production(TestServers.newDatabase()))) {
      node.url();
    }
    Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }
}
