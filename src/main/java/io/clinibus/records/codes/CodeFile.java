package io.clinibus.records.codes;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.clinibus.records.api.CodeImportRefused;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file of codes: CSV (RFC 4180) in UTF-8 with a header. The columns {@code code} and at least one
 * of {@code en}, {@code de}, {@code es} are required, {@code synonyms} is further words to find it
 * by. It is read as a stream, in batches.
 */
final class CodeFile {

  /** A code with its names, empty where there is none. */
  record Line(long number, String code, String en, String de, String es, String synonyms) {}

  /** Takes what is read. */
  interface Batches {

    void accept(List<Line> lines) throws SQLException;
  }

  private static final int BATCH = 1000;
  private static final int MOST_PROBLEMS = 20;
  private static final int MOST_IN_CODE = 40;
  private static final int MOST_IN_TEXT = 500;
  private static final Set<String> KNOWN = Set.of("code", "en", "de", "es", "synonyms");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final List<String> problems = new ArrayList<>();
  private final List<Line> batch = new ArrayList<>(BATCH);

  /**
   * Reads all of it.
   *
   * @param batches gets the valid lines
   * @return how many lines there are, without the header
   * @throws CodeImportRefused naming lines that are not valid, at most twenty
   */
  static long read(Reader source, Batches batches)
      throws CodeImportRefused, IOException, SQLException {
    return new CodeFile().readAll(source, batches);
  }

  private long readAll(Reader source, Batches batches)
      throws CodeImportRefused, IOException, SQLException {
    long lines = 0;
    try (var rows =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofNamedCsvRecord(source)) {
      for (NamedCsvRecord row : rows) {
        if (lines++ == 0) {
          checkHeader(row.getHeader());
        }
        take(row, batches);
      }
    } catch (CsvParseException e) {
      problems.add(e.getMessage());
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof CharacterCodingException)) {
        throw e.getCause();
      }
      problems.add("after line " + (lines + 1) + ": is not UTF-8");
    }
    batches.accept(batch);
    if (lines == 0 && problems.isEmpty()) {
      problems.add("line 1: there are no codes");
    }
    refuseIfWrong();
    return lines;
  }

  private void checkHeader(List<String> header) throws CodeImportRefused {
    Set<String> columns = new TreeSet<>();
    for (String column : header) {
      String name = column.replace(BYTE_ORDER_MARK, "");
      columns.add(name);
      if (!KNOWN.contains(name)) {
        problems.add("line 1: unknown column " + name);
      }
    }
    if (!columns.contains("code")
        || columns.stream().noneMatch(Set.of("en", "de", "es")::contains)) {
      problems.add("line 1: needs the column code, and one of en, de and es");
    }
    refuseIfWrong();
  }

  private void take(NamedCsvRecord row, Batches batches) throws CodeImportRefused, SQLException {
    Line line =
        new Line(
            row.getStartingLineNumber(),
            text(row, "code"),
            text(row, "en"),
            text(row, "de"),
            text(row, "es"),
            text(row, "synonyms"));
    String problem = problem(row, line);
    if (problem == null) {
      batch.add(line);
    } else {
      problems.add("line " + line.number() + ": " + problem);
    }
    if (problems.size() >= MOST_PROBLEMS) {
      refuseIfWrong();
    }
    if (batch.size() == BATCH) {
      batches.accept(batch);
      batch.clear();
    }
  }

  private static String problem(NamedCsvRecord row, Line line) {
    if (row.getFieldCount() != row.getHeader().size()) {
      return "has " + row.getFieldCount() + " fields instead of " + row.getHeader().size();
    }
    if (line.code().isEmpty() || line.code().length() > MOST_IN_CODE) {
      return "the code must have 1 to " + MOST_IN_CODE + " characters";
    }
    List<String> texts = List.of(line.en(), line.de(), line.es(), line.synonyms());
    if (texts.subList(0, 3).stream().allMatch(String::isEmpty)) {
      return "has no name";
    }
    if (texts.stream().anyMatch(text -> text.length() > MOST_IN_TEXT)) {
      return "a text has more than " + MOST_IN_TEXT + " characters";
    }
    boolean hasControls =
        (line.code() + String.join("", texts)).chars().anyMatch(Character::isISOControl);
    return hasControls ? "has a control character" : null;
  }

  private static String text(NamedCsvRecord row, String column) {
    int index = -1;
    for (int i = 0; i < row.getHeader().size(); i++) {
      if (row.getHeader().get(i).replace(BYTE_ORDER_MARK, "").equals(column)) {
        index = i;
      }
    }
    return index < 0 || index >= row.getFieldCount() ? "" : row.getField(index).strip();
  }

  private void refuseIfWrong() throws CodeImportRefused {
    if (!problems.isEmpty()) {
      throw new CodeImportRefused(problems);
    }
  }
}
