package io.clinibus.records.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.node.CodesImport;
import io.clinibus.platform.db.Database;
import io.clinibus.records.api.CodeImportRefused;
import io.clinibus.records.api.CodeImportReport;
import io.clinibus.settings.Settings;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportCodesIT {

  private static final String HEADER = "code,en,de,es,synonyms\n";

  @TempDir private Path folder;
  private Settings settings;

  @BeforeEach
  void migrate() {
    settings = TestNode.settings(TestServers.newDatabase());
    Database.migrate(settings.database());
  }

  @Test
  void codesAreImportedAndASecondTimeNothingChanges() throws Exception {
    String file = HEADER + "A1,Cold,Erkältung,Resfriado,flu\nB2,\"Cough, dry\",,,\n";
    assertThat(run(file, "1")).isEqualTo(new CodeImportReport(2, 2, 0, 0));
    List<String> before = rows("SELECT id || code || en || active FROM records.code ORDER BY code");
    List<String> imported = rows("SELECT imported_at FROM records.code_system");
    assertThat(run(file, "1")).isEqualTo(new CodeImportReport(2, 0, 0, 0));
    assertThat(rows("SELECT id || code || en || active FROM records.code ORDER BY code"))
        .isEqualTo(before);
    assertThat(rows("SELECT imported_at FROM records.code_system")).isEqualTo(imported);
    assertThat(rows("SELECT en || de FROM records.code ORDER BY code"))
        .containsExactly("ColdErkältung", "Cough, dry");
    assertThat(rows("SELECT name || ' ' || version || ' ' || licence FROM records.code_system"))
        .containsExactly("test 1 CC0");
  }

  @Test
  void aNewVersionChangesAddsAndRetires() throws Exception {
    run("code,en\nA1,Cold\nB2,Cough\nC3,Pain\n", "1");
    List<String> ids = rows("SELECT id FROM records.code WHERE code = 'A1'");
    assertThat(run("\uFEFFcode,en\nA1,Common cold\nC3,Pain\nD4,Rash\n", "2"))
        .isEqualTo(new CodeImportReport(3, 1, 1, 1));
    assertThat(rows("SELECT id FROM records.code WHERE code = 'A1'")).isEqualTo(ids);
    assertThat(rows("SELECT code FROM records.code WHERE NOT active")).containsExactly("B2");
    assertThat(rows("SELECT version FROM records.code_system")).containsExactly("2");
    assertThat(run("code,en\nA1,Common cold\nB2,Cough\nC3,Pain\nD4,Rash\n", "3"))
        .isEqualTo(new CodeImportReport(4, 0, 1, 0));
  }

  @Test
  void anotherSystemIsNotTouched() throws Exception {
    run("code,en\nA1,Cold\n", "1");
    CodesImport.run(settings, write("code,en\nX,Other\n"), "other", "7", "MIT");
    assertThat(rows("SELECT code FROM records.code WHERE active ORDER BY code"))
        .containsExactly("A1", "X");
  }

  @Test
  void allBadLinesAreNamedAndNothingIsImported() throws Exception {
    run("code,en\nKEPT,Kept\n", "1");
    CodeImportRefused refused =
        refused(
            HEADER
                + "A1,Cold,,,\n"
                + ",No code,,,\n"
                + "A2,,,,words\n"
                + "A3,two,fields\n"
                + "A4,\"two\nlines\",,,\n"
                + "A5,"
                + "x".repeat(501)
                + ",,,\n"
                + "A6,ok,,,\n");
    assertThat(refused.problems())
        .containsExactly(
            "line 3: the code must have 1 to 40 characters",
            "line 4: has no name",
            "line 5: has 3 fields instead of 5",
            "line 6: has a control character",
            "line 8: a text has more than 500 characters");
    assertThat(rows("SELECT code FROM records.code")).containsExactly("KEPT");
    assertThat(rows("SELECT version FROM records.code_system")).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource({
    "'name,en\nA,B\n', line 1: unknown column name",
    "'code\nA\n', 'line 1: needs the column code, and one of en, de and es'",
    "'code,en,en\nA,B,C\n', Header contains duplicate fields: [en]",
    "'code,en\n', line 1: there are no codes",
    "'', line 1: there are no codes",
    "'code,en\nA,One\nB,Two\nA,Three\n', line 4: code A is in line 2 already"
  })
  void aFileThatIsNoneOfCodesIsRefused(String file, String problem) throws Exception {
    assertThat(refused(file).problems()).contains(problem);
    assertThat(rows("SELECT name FROM records.code_system")).isEmpty();
  }

  @Test
  void onlyTheFirstProblemsAreNamed() throws Exception {
    assertThat(refused("code,en\n" + ",x\n".repeat(50_000)).problems()).hasSize(20);
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws Exception {
    Path file = folder.resolve("latin.csv");
    Files.write(file, "code,de\nA,Erkältung\n".getBytes(StandardCharsets.ISO_8859_1));
    CodeImportRefused refused =
        catchThrowableOfType(
            CodeImportRefused.class, () -> CodesImport.run(settings, file, "test", "1", "CC0"));
    assertThat(refused.problems()).hasSize(1).allMatch(problem -> problem.contains("UTF-8"));
  }

  @Test
  void aLargeSystemIsImportedInBatches() throws Exception {
    var file = new StringBuilder("code,en\n");
    for (int i = 0; i < 70_001; i++) {
      file.append('C').append(i).append(",Name ").append(i).append('\n');
    }
    assertThat(run(file.toString(), "1").added()).isEqualTo(70_001);
    assertThat(rows("SELECT count(*) FROM records.code")).containsExactly("70001");
  }

  private CodeImportReport run(String file, String version) throws Exception {
    return CodesImport.run(settings, write(file), "test", version, "CC0");
  }

  private CodeImportRefused refused(String file) throws Exception {
    Path path = write(file);
    CodeImportRefused refused =
        catchThrowableOfType(
            CodeImportRefused.class, () -> CodesImport.run(settings, path, "test", "9", "CC0"));
    assertThat(refused).isNotNull();
    return refused;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("codes.csv"), text);
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = Database.connect(settings.database());
        ResultSet found = connection.createStatement().executeQuery(sql)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }
}
