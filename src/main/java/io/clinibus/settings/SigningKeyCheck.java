package io.clinibus.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks that a file holds private keys suitable for access tokens. */
final class SigningKeyCheck {

  private static final int SHORTEST_KEY = 2048;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private SigningKeyCheck() {}

  static Optional<String> fault(Path file) {
    String pem;
    try {
      pem = Files.readString(file);
    } catch (IOException e) {
      return Optional.of("must be a readable PEM file, but " + file + " is not");
    }
    if (pem.contains("BEGIN ENCRYPTED PRIVATE KEY")) {
      return Optional.of("must not be encrypted; protect the file by its permissions instead");
    }
    List<String> keys = KEY.matcher(pem).results().map(key -> key.group(1)).toList();
    if (keys.isEmpty()) {
      return Optional.of(
          "must be an RSA private key in PKCS #8 (BEGIN PRIVATE KEY); make one with: openssl"
              + " genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out signing-key.pem");
    }
    return keys.stream().map(SigningKeyCheck::faultOf).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> faultOf(String body) {
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(body);
      var key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      int bits = ((RSAPrivateKey) key).getModulus().bitLength();
      return bits >= SHORTEST_KEY
          ? Optional.empty()
          : Optional.of(
              "must have " + SHORTEST_KEY + " bits or more; this key has " + bits + " only");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.of("must be an RSA key; this one is of another kind or damaged");
    }
  }
}
