package io.clinibus.documents.content;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.Tika;

/** The types of contents that are stored, found by the content and never by its name. */
public final class ContentTypes {

  /** What is enough to tell a type. */
  private static final int BEGINNING = 64 * 1024;

  private static final String TEXT = "text/plain";

  /** Extensions of the names under which they are saved. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "application/pdf",
          "pdf",
          "image/jpeg",
          "jpg",
          "image/png",
          "png",
          "image/webp",
          "webp",
          "image/heic",
          "heic",
          "image/heif",
          "heif",
          "application/dicom",
          "dcm",
          TEXT,
          "txt");

  private static final Tika DETECTOR = new Tika();

  private ContentTypes() {}

  /**
   * The type of a content by its beginning.
   *
   * @return empty if contents of this type are not stored
   */
  public static Optional<String> detect(byte[] beginning) {
    byte[] head = Arrays.copyOf(beginning, Math.min(beginning.length, BEGINNING));
    String type = DETECTOR.detect(head);
    return ALLOWED.containsKey(type) && (!type.equals(TEXT) || isText(head))
        ? Optional.of(type)
        : Optional.empty();
  }

  /** As the header {@code Content-Type} states it. */
  public static String header(String type) {
    return type.equals(TEXT) ? TEXT + "; charset=utf-8" : type;
  }

  /** A file name with the extension of the type. */
  public static String named(String fileName, String type) {
    String extension = ALLOWED.getOrDefault(type, "bin");
    String base = fileName.replaceFirst("\\.[A-Za-z0-9]{1,5}$", "");
    return (base.isBlank() ? "document" : base) + "." + extension;
  }

  /** UTF-8 without control characters; the last character may be cut off. */
  private static boolean isText(byte[] head) {
    for (int cut = 0; cut < 4 && cut <= head.length; cut++) {
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(head, 0, head.length - cut))
                .toString();
        return text.chars()
            .noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f');
      } catch (CharacterCodingException e) {
        continue;
      }
    }
    return false;
  }
}
