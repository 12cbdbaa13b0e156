package io.clinibus.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The fenced commands and settings of one section of a guide, in order. */
record Guide(List<Block> blocks) {

  private static final Pattern FENCED =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /**
   * @param language {@code sql}, {@code sh} or {@code ini}
   */
  record Block(String language, String text) {}

  static Guide section(Path file, String title) throws IOException {
    String text = Files.readString(file);
    int start = text.indexOf("\n## " + title + "\n");
    String section = text.substring(start, text.indexOf("\n## ", start + 1));
    return new Guide(
        FENCED
            .matcher(section)
            .results()
            .map(found -> new Block(found.group(1), found.group(2)))
            .toList());
  }

  List<String> languages() {
    return blocks.stream().map(Block::language).toList();
  }

  String text(int block) {
    return blocks.get(block).text();
  }
}
