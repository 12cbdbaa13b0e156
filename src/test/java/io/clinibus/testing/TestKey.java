package io.clinibus.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A token-signing key made for one test run. */
public final class TestKey {

  private static Path file;

  private TestKey() {}

  /** A PEM file with a 2048-bit RSA key in PKCS #8. */
  public static synchronized Path file() {
    if (file == null) {
      file = write();
    }
    return file;
  }

  /** A PEM block with another such key. */
  public static String another() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path write() {
    try {
      Path pem = Files.createTempFile("clinibus-signing-key", ".pem");
      pem.toFile().deleteOnExit();
      return Files.writeString(pem, another());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
