package io.clinibus.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The key that signs access tokens on a first run: generated once, readable by its owner only. */
final class GeneratedKey {

  private static final int BITS = 3072;
  private static final int LINE = 64;

  private GeneratedKey() {}

  static Path in(DataFolder data) throws IOException {
    Path file = data.resolve("signing-key.pem");
    if (!Files.exists(file)) {
      PrivateFiles.write(file, pem());
    }
    return file;
  }

  private static String pem() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key);
      return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("RSA unavailable", e);
    }
  }
}
