package io.clinibus.platform.db;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams rows into a table with {@code COPY}. Columns and tables are constants of callers. */
public final class CopyTable implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  private final CopyIn copy;
  private final StringBuilder buffer = new StringBuilder(CHUNK + 4_096);

  public CopyTable(Connection connection, String table, String columns) throws SQLException {
    copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " (" + columns + ") FROM STDIN");
  }

  /**
   * Writes a row: null, text arrays from collections, bytes, everything else by its {@code
   * toString}.
   */
  public void row(Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        buffer.append('\t');
      }
      append(values[i]);
    }
    buffer.append('\n');
    if (buffer.length() > CHUNK) {
      flush();
    }
  }

  /** A {@code tstzrange} with its start and without its end. */
  public static String range(Instant from, Instant until) {
    return "[" + from + "," + until + ")";
  }

  private void append(Object value) {
    if (value == null) {
      buffer.append("\\N");
    } else if (value instanceof Collection<?> items) {
      escape(array(items));
    } else if (value instanceof byte[] bytes) {
      escape("\\x" + HexFormat.of().formatHex(bytes));
    } else {
      escape(value.toString());
    }
  }

  private static String array(Collection<?> items) {
    StringBuilder text = new StringBuilder("{");
    for (Object item : items) {
      if (text.length() > 1) {
        text.append(',');
      }
      String quoted = item.toString().replace("\\", "\\\\").replace("\"", "\\\"");
      text.append('"').append(quoted).append('"');
    }
    return text.append('}').toString();
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> buffer.append("\\\\");
        case '\t' -> buffer.append("\\t");
        case '\n' -> buffer.append("\\n");
        case '\r' -> buffer.append("\\r");
        default -> buffer.append(c);
      }
    }
  }

  private void flush() throws SQLException {
    byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    buffer.setLength(0);
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      flush();
      copy.endCopy();
    }
  }
}
