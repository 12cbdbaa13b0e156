package io.clinibus.testing;

import io.clinibus.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate that is its own authority, in the PEM files that settings name. */
public final class TestAuthority {

  private static final String NAME = "node";
  private static final char[] PASSWORD = "password".toCharArray();

  private TestAuthority() {}

  /** Makes one in the folder, which must not have one yet. */
  public static Settings.BusTls in(Path folder) {
    try {
      Path store = folder.resolve("node.p12");
      generate(store);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      Path certificate =
          pem(folder.resolve("node.crt"), "CERTIFICATE", keys.getCertificate(NAME).getEncoded());
      Path key =
          pem(folder.resolve("node.key"), "PRIVATE KEY", keys.getKey(NAME, PASSWORD).getEncoded());
      return new Settings.BusTls(certificate, key, certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void generate(Path store) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                NAME,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + NAME,
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IllegalStateException("keytool failed");
    }
  }

  private static Path pem(Path file, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
