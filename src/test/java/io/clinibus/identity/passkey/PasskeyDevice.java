package io.clinibus.identity.passkey;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.clinibus.bus.Json;
import io.clinibus.identity.api.PasskeysApi.PasskeyAssertion;
import io.clinibus.identity.api.PasskeysApi.PasskeyCreation;
import io.clinibus.identity.api.PasskeysApi.PasskeyRegistration;
import io.clinibus.identity.api.PasskeysApi.PasskeyRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A browser with an authenticator that keeps one passkey (ES256), and can do it wrong. */
public final class PasskeyDevice {

  public static final int USER_PRESENT = 1;
  public static final int USER_VERIFIED = 4;
  public static final int BACKUP_ELIGIBLE = 8;
  public static final int BACKED_UP = 16;
  private static final int HAS_KEY = 64;
  private static final int COORDINATE_BYTES = 32;

  public String origin;
  public String relyingParty;
  public int flags = USER_PRESENT | USER_VERIFIED | BACKUP_ELIGIBLE;
  public int signCount;
  public String userHandle;

  private final KeyPair key;
  private final byte[] id = new byte[COORDINATE_BYTES];

  public PasskeyDevice(String origin, String relyingParty) {
    this.origin = origin;
    this.relyingParty = relyingParty;
    new SecureRandom().nextBytes(id);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(COORDINATE_BYTES * Byte.SIZE);
      this.key = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For the pages of a clinic. */
  public static PasskeyDevice of(URI publicUrl) {
    return new PasskeyDevice(publicUrl.toString(), publicUrl.getHost());
  }

  public PasskeyRegistration create(PasskeyCreation asked) {
    userHandle = asked.user().id();
    byte[] clientData = clientData("webauthn.create", asked.challenge());
    byte[] attestation =
        cbor(
            generator -> {
              generator.writeStartObject(3);
              generator.writeStringField("fmt", "none");
              generator.writeFieldName("attStmt");
              generator.writeStartObject(0);
              generator.writeEndObject();
              generator.writeBinaryField(
                  "authData", authenticatorData(flags | HAS_KEY, credential()));
              generator.writeEndObject();
            });
    return new PasskeyRegistration(text(clientData), text(attestation), List.of("internal"));
  }

  public PasskeyAssertion answer(PasskeyRequest asked) {
    byte[] clientData = clientData("webauthn.get", asked.challenge());
    byte[] data = authenticatorData(flags, new byte[0]);
    return new PasskeyAssertion(
        text(id), text(clientData), text(data), text(signed(data, clientData)), userHandle);
  }

  private byte[] clientData(String type, String challenge) {
    try {
      return Json.MAPPER.writeValueAsBytes(
          Map.of("type", type, "challenge", challenge, "origin", origin, "crossOrigin", false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] authenticatorData(int stated, byte[] credential) {
    return ByteBuffer.allocate(COORDINATE_BYTES + 1 + Integer.BYTES + credential.length)
        .put(sha256(relyingParty.getBytes(StandardCharsets.UTF_8)))
        .put((byte) stated)
        .putInt(signCount)
        .put(credential)
        .array();
  }

  /** The attested credential data: no model, the id, the public key as COSE encodes it. */
  private byte[] credential() {
    var point = ((ECPublicKey) key.getPublic()).getW();
    byte[] cose =
        cbor(
            generator -> {
              generator.writeStartObject(5);
              generator.writeFieldId(1);
              generator.writeNumber(2);
              generator.writeFieldId(3);
              generator.writeNumber(-7);
              generator.writeFieldId(-1);
              generator.writeNumber(1);
              generator.writeFieldId(-2);
              generator.writeBinary(coordinate(point.getAffineX()));
              generator.writeFieldId(-3);
              generator.writeBinary(coordinate(point.getAffineY()));
              generator.writeEndObject();
            });
    return ByteBuffer.allocate(16 + Short.BYTES + id.length + cose.length)
        .put(new byte[16])
        .putShort((short) id.length)
        .put(id)
        .put(cose)
        .array();
  }

  private byte[] signed(byte[] data, byte[] clientData) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key.getPrivate());
      signature.update(data);
      signature.update(sha256(clientData));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface CborWriter {
    void write(CBORGenerator generator) throws IOException;
  }

  private static byte[] cbor(CborWriter writer) {
    var bytes = new ByteArrayOutputStream();
    try (CBORGenerator generator = new CBORFactory().createGenerator(bytes)) {
      writer.write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] padded = new byte[COORDINATE_BYTES];
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
    return padded;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
