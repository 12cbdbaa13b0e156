package io.clinibus.privacy.export;

import io.clinibus.privacy.records.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a ZIP file section by section: never more than a page of documents and a section are in
 * memory.
 */
final class ExportArchive {

  static final int SECTION = 256 * 1024;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(written, StandardCharsets.UTF_8);
  private boolean first;

  /** Begins a file with a JSON array. */
  void beginList(String name) {
    begin(name);
    write("[");
    first = true;
  }

  void add(List<Document> documents) {
    for (Document document : documents) {
      write(first ? "\n" : ",\n");
      write(document.json());
      first = false;
    }
  }

  void endList() {
    write("\n]\n");
    end();
  }

  void addFile(String name, byte[] content) {
    begin(name);
    write(content);
    end();
  }

  /** Completes the ZIP file. */
  void finish() {
    try {
      zip.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes what was written.
   *
   * @param rest whether a last section is taken that is shorter than others
   */
  List<byte[]> take(boolean rest) {
    byte[] all = written.toByteArray();
    List<byte[]> sections = new ArrayList<>();
    int from = 0;
    while (all.length - from >= SECTION || rest && from < all.length) {
      int to = Math.min(from + SECTION, all.length);
      sections.add(Arrays.copyOfRange(all, from, to));
      from = to;
    }
    written.reset();
    written.write(all, from, all.length - from);
    return sections;
  }

  private void begin(String name) {
    try {
      zip.putNextEntry(new ZipEntry(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() {
    try {
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(byte[] bytes) {
    try {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
