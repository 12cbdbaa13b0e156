package io.clinibus.deploy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;

/** The keys and certificates that the script of the compose file generates. */
final class Secrets {

  private Secrets() {}

  /**
   * Generates them, with the signing key and the authority of the nodes that the guide has made.
   */
  static Path in(Path secrets, Installation installation) throws IOException, InterruptedException {
    Path ours = installation.folder("clinibus");
    Files.createDirectories(secrets.resolve("nodes"));
    Files.copy(ours.resolve("signing-key.pem"), secrets.resolve("nodes/signing-key.pem"));
    Files.copy(ours.resolve("ca.crt"), secrets.resolve("cluster.crt"));
    Files.copy(ours.resolve("ca.key"), secrets.resolve("cluster.key"));
    installation.run("sh " + ComposeFile.file("secrets.sh") + " " + secrets);
    own(secrets);
    return secrets;
  }

  /** Here all services run as the user of the test. */
  private static void own(Path secrets) throws IOException {
    UserPrincipal user =
        FileSystems.getDefault()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
    Files.walkFileTree(
        secrets,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            return visitFile(path, attributes);
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.setOwner(path, user);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
