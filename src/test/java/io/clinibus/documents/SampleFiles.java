package io.clinibus.documents;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Beginnings of files of every kind, with random or given bytes behind. */
final class SampleFiles {

  static final String CANARY = "canary-of-the-content";

  private SampleFiles() {}

  static byte[] pdf(int size) {
    return file("%PDF-1.7\n", size);
  }

  static byte[] png(int size) {
    return file(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'},
        size);
  }

  static byte[] jpeg(int size) {
    return file(
        new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'},
        size);
  }

  static byte[] webp(int size) {
    return file("RIFF\0\0\0\0WEBPVP8 ", size);
  }

  static byte[] heic(int size) {
    return file("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", size);
  }

  static byte[] dicom(int size) {
    return file("\0".repeat(128) + "DICM", size);
  }

  static byte[] text(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] html() {
    return text("<!DOCTYPE html><html><script>alert(1)</script></html>");
  }

  static byte[] svg() {
    return text(
        "<?xml version=\"1.0\"?><svg"
            + " xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>");
  }

  static byte[] program() {
    return file("\u007fELF\u0002\u0001\u0001", 2_000);
  }

  private static byte[] file(String beginning, int size) {
    return file(beginning.getBytes(StandardCharsets.ISO_8859_1), size);
  }

  private static byte[] file(byte[] beginning, int size) {
    byte[] file = new byte[size];
    new Random(7).nextBytes(file);
    System.arraycopy(beginning, 0, file, 0, beginning.length);
    byte[] canary = CANARY.getBytes(StandardCharsets.UTF_8);
    for (int at = beginning.length + 16; at + canary.length < size; at += 200_000) {
      System.arraycopy(canary, 0, file, at, canary.length);
    }
    return file;
  }

  static boolean contains(byte[] bytes, String word) {
    byte[] wanted = word.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (bytes[i] == wanted[0]
          && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  static byte[] joined(byte[] first, byte[] second) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }
}
