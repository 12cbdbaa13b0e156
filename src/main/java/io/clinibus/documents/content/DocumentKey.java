package io.clinibus.documents.content;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedPlace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * The key of one document: AES-256-GCM in segments of a megabyte, each bound to its place among the
 * others, so that a range can be opened by itself and nothing be cut off. It is kept sealed by the
 * key of the patient. Blocks: for worker threads.
 */
public final class DocumentKey {

  private static final String COLUMN = "documents.document.key";
  private static final int SEGMENT = 1024 * 1024;
  private static final int TAG = 16;

  /** Length, salt and nonce prefix, in the first segment. */
  private static final int HEADER = 1 + 32 + 7;

  private static final int FIRST = SEGMENT - HEADER - TAG;
  private static final int OTHER = SEGMENT - TAG;

  private final UUID documentId;
  private final byte[] keyset;
  private final StreamingAead aead;

  private DocumentKey(UUID documentId, byte[] keyset) throws GeneralSecurityException {
    this.documentId = documentId;
    this.keyset = keyset;
    this.aead =
        TinkProtoKeysetFormat.parseKeyset(
                keyset, InsecureSecretKeyAccess.get(), RegistryConfiguration.get())
            .getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
  }

  static {
    try {
      StreamingAeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM unavailable", e);
    }
  }

  /** A new key. */
  public static DocumentKey generate(UUID documentId) {
    try {
      return new DocumentKey(
          documentId,
          TinkProtoKeysetFormat.serializeKeyset(
              KeysetHandle.generateNew(
                  PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB,
                  RegistryConfiguration.get()),
              InsecureSecretKeyAccess.get(),
              RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("document's key not generated", e);
    }
  }

  /**
   * @throws io.clinibus.platform.sealing.UnreadableSeal if it is not the key of this document of
   *     this patient
   */
  public static DocumentKey open(UUID documentId, PatientKey patient, byte[] sealed) {
    try {
      return new DocumentKey(documentId, patient.open(place(documentId), sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("document's key unreadable", e);
    }
  }

  /** This key as it is stored. */
  public byte[] sealedBy(PatientKey patient) {
    return patient.seal(place(documentId), keyset);
  }

  /** Seals a section of an upload. */
  byte[] sealSection(long offset, byte[] clear) {
    var sealed = new ByteArrayOutputStream(clear.length + HEADER + TAG);
    try (OutputStream out = aead.newEncryptingStream(sealed, section(offset))) {
      out.write(clear);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("section not sealed", e);
    }
    return sealed.toByteArray();
  }

  /**
   * @throws UnreadableContent if it was not sealed for this place, or has been changed
   */
  byte[] openSection(long offset, byte[] sealed) {
    try (var in = aead.newDecryptingStream(new ByteArrayInputStream(sealed), section(offset))) {
      return in.readAllBytes();
    } catch (GeneralSecurityException | IOException e) {
      throw new UnreadableContent(documentId, e);
    }
  }

  /** Seals what is written to the stream; complete when it is closed. */
  OutputStream sealContent(OutputStream sealed) throws IOException {
    try {
      return aead.newEncryptingStream(sealed, content());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("content not sealed", e);
    }
  }

  /** Opens a content at any position. */
  SeekableByteChannel openContent(SeekableByteChannel sealed) throws IOException {
    try {
      return aead.newSeekableDecryptingChannel(sealed, content());
    } catch (GeneralSecurityException e) {
      throw new UnreadableContent(documentId, e);
    }
  }

  UUID documentId() {
    return documentId;
  }

  /** Where the segment ends that has a byte: a section up to there opens one segment only. */
  static long endOfSegment(long offset) {
    return offset < FIRST ? FIRST : FIRST + ((offset - FIRST) / OTHER + 1) * OTHER;
  }

  /** How long a section is when it is sealed, at most. */
  static int mostSealed(int clear) {
    return clear + HEADER + TAG;
  }

  private byte[] section(long offset) {
    return bytes("documents.upload\n" + documentId + '\n' + offset);
  }

  private byte[] content() {
    return bytes("documents.content\n" + documentId);
  }

  private static SealedPlace place(UUID documentId) {
    return new SealedPlace(COLUMN, documentId, 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
