package io.clinibus.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table whose rows are printed as they come. */
public final class TablePrinter {

  private static final int FIRST_WIDTH = 34;
  private static final int WIDTH = 10;

  private final List<String> columns;
  private final List<Map<String, Object>> rows;

  TablePrinter(String title, List<String> columns, List<Map<String, Object>> rows) {
    this.columns = columns;
    this.rows = rows;
    System.out.println("\n" + title);
    line(columns);
  }

  /** Adds a row: numbers, texts, or null for a cell that does not apply. */
  public void row(Object... cells) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null) {
        row.put(columns.get(i), cells[i]);
      }
    }
    rows.add(row);
    line(java.util.Arrays.stream(cells).map(TablePrinter::text).toList());
  }

  private void line(List<String> texts) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      int width = Math.max(WIDTH, columns.get(i).length() + 2);
      line.append(i == 0 ? left(texts.get(i)) : right(texts.get(i), width));
    }
    System.out.println(line.toString().stripTrailing());
  }

  private static String left(String text) {
    return text + " ".repeat(Math.max(0, FIRST_WIDTH - text.length()));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  private static String text(Object cell) {
    if (cell == null) {
      return "";
    }
    if (cell instanceof Double number) {
      String format = number < 10 ? "%.2f" : number < 1000 ? "%.1f" : "%,.0f";
      return String.format(Locale.ROOT, format, number);
    }
    return cell instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : cell.toString();
  }
}
