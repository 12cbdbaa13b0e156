package io.clinibus.testing;

import io.clinibus.platform.keys.RecordsKey;
import io.clinibus.platform.sealing.ClinicKeys;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keys of 2048 bits for RSA. Each takes a second to generate, so all JVMs of a build use the same
 * ones: the first that needs a key leaves it in {@code target}.
 */
public final class TestKey {

  private static final Path KEYS = Path.of("target/test-keys");
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String END = "\n-----END PRIVATE KEY-----\n";
  private static final AtomicInteger TAKEN = new AtomicInteger();

  private static Path file;

  private TestKey() {}

  /** A PEM file with a key in PKCS #8, with which tokens are signed. */
  public static synchronized Path file() {
    if (file == null) {
      file = next();
    }
    return file;
  }

  /** A PEM block with a key that nothing else in this JVM has. */
  public static String another() {
    try {
      return Files.readString(next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as objects. */
  public static KeyPair pair() {
    try {
      String pem = another();
      byte[] encoded =
          Base64.getMimeDecoder().decode(pem.substring(BEGIN.length(), pem.indexOf(END)));
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      var key = (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(encoded));
      var open = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
      return new KeyPair(rsa.generatePublic(open), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keys of patients in a database, wrapped by a key of this JVM's tests. */
  public static PatientKeys patientKeys(Vertx vertx, Pool database) {
    return new PatientKeys(vertx, database, ClinicKeys.of(List.of(RecordsKey.derivedFrom(file()))));
  }

  private static Path next() {
    Path key = KEYS.resolve(TAKEN.incrementAndGet() + ".pem").toAbsolutePath();
    try {
      if (!Files.exists(key)) {
        Files.createDirectories(KEYS);
        publish(Files.writeString(Files.createTempFile(KEYS, "key", ".new"), generate()), key);
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Under its name from one moment to the next; of two JVMs at once, the first one's stays. */
  private static void publish(Path written, Path key) throws IOException {
    try {
      Files.createLink(key, written);
    } catch (FileAlreadyExistsException e) {
      // Another JVM was quicker: its key is the one of this name.
    } finally {
      Files.delete(written);
    }
  }

  private static String generate() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return BEGIN + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + END;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
