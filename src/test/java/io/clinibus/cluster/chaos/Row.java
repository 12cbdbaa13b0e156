package io.clinibus.cluster.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A line of the table. Times are in seconds; those after a fault are missing where there was none.
 *
 * @param sockets connected when it ended
 * @param moved sockets that lost their node
 * @param again tries that had to be made again
 * @param longestWait from the first try of a booking until it was acknowledged
 * @param stalest from the acknowledgement of a booking until a page that shows the time knew
 * @param claimed the same while the page showed itself as live
 * @param right until every page showed what PostgreSQL had, after the fault was over
 * @param whole until every node was ready and connected with the others
 */
record Row(
    String fault,
    double seconds,
    int acknowledged,
    int sockets,
    int moved,
    int again,
    int lost,
    int doubled,
    double longestWait,
    double stalest,
    double claimed,
    Double right,
    Double whole) {

  private static final int FIRST_WIDTH = 32;
  private static final double NEVER = 1e9;

  static Row total(List<Row> rows) {
    return new Row(
        "all",
        rows.stream().mapToDouble(Row::seconds).sum(),
        rows.stream().mapToInt(Row::acknowledged).sum(),
        rows.get(rows.size() - 1).sockets,
        rows.stream().mapToInt(Row::moved).sum(),
        rows.stream().mapToInt(Row::again).sum(),
        rows.stream().mapToInt(Row::lost).sum(),
        rows.stream().mapToInt(Row::doubled).sum(),
        most(rows, Row::longestWait),
        most(rows, Row::stalest),
        most(rows, Row::claimed),
        most(rows, row -> Objects.requireNonNullElse(row.right, 0.0)),
        most(rows, row -> Objects.requireNonNullElse(row.whole, 0.0)));
  }

  /** Names and values, in order. */
  Map<String, Object> cells() {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("fault", fault);
    cells.put("seconds", seconds);
    cells.put("bookings", acknowledged);
    cells.put("bookings/s", acknowledged / seconds);
    cells.put("sockets", sockets);
    cells.put("moved", moved);
    cells.put("again", again);
    cells.put("lost", lost);
    cells.put("doubled", doubled);
    cells.put("unavailable s", longestWait);
    cells.put("stalest s", stalest);
    cells.put("claimed s", claimed);
    cells.put("all right s", right);
    cells.put("whole s", whole);
    return cells;
  }

  static String table(List<Row> rows) {
    return rows.get(0).cells().keySet().stream().map(Row::padded).collect(Collectors.joining())
        + "\n"
        + rows.stream().map(Row::line).collect(Collectors.joining("\n"));
  }

  private String line() {
    return cells().entrySet().stream()
        .map(cell -> padded(cell.getKey(), text(cell.getValue())))
        .collect(Collectors.joining());
  }

  private static String padded(String column) {
    return padded(column, column);
  }

  private static String padded(String column, String text) {
    return column.equals("fault")
        ? String.format("%-" + FIRST_WIDTH + "s", text)
        : String.format("%" + Math.max(column.length() + 2, 8) + "s", text);
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return number > NEVER
          ? "never"
          : String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.1f", number);
    }
    return Objects.toString(value, "");
  }

  private static double most(List<Row> rows, ToDoubleFunction<Row> value) {
    return rows.stream().mapToDouble(value).max().orElse(0);
  }
}
