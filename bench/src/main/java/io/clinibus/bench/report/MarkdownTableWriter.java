package io.clinibus.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tables of a document that are computed: each between comments that name it. */
public final class MarkdownTableWriter {

  private final Path file;
  private String text;

  public MarkdownTableWriter(Path file) throws IOException {
    this.file = file;
    this.text = Files.readString(file);
  }

  /** Prints a table and puts it where the document has it. */
  public void table(String name, List<String> columns, List<Object[]> rows) {
    StringBuilder table = new StringBuilder();
    line(table, columns);
    line(table, columns.stream().map(column -> "---").toList());
    rows.forEach(row -> line(table, Arrays.stream(row).map(MarkdownTableWriter::text).toList()));
    System.out.println(name + "\n\n" + table);
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- end -->";
    int from = text.indexOf(begin);
    if (from < 0) {
      throw new IllegalStateException(file + " has no place for " + name);
    }
    from += begin.length();
    text = text.substring(0, from) + table + text.substring(text.indexOf(end, from));
  }

  public void write() throws IOException {
    Files.writeString(file, text);
  }

  private static void line(StringBuilder table, List<String> cells) {
    table.append(
        cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")).replace("|  |", "| |"));
  }

  private static String text(Object cell) {
    if (cell == null) {
      return "";
    }
    if (cell instanceof Double number) {
      String format =
          number < 0.1 ? "%.3f" : number < 10 ? "%.2f" : number < 100 ? "%.1f" : "%,.0f";
      return String.format(Locale.ROOT, format, number);
    }
    return cell instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : cell.toString();
  }
}
