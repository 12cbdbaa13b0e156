package io.clinibus.web.pages;

/** A file's bytes in its available encodings; others are null. */
record FileContent(byte[] plain, byte[] gzip, byte[] brotli) {

  int size() {
    return plain.length + length(gzip) + length(brotli);
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
