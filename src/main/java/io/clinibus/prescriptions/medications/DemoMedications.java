package io.clinibus.prescriptions.medications;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.clinibus.platform.UuidV7;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** The catalogue of the demo clinic: common medications by their common names. */
public final class DemoMedications {

  private static final String FILE = "/prescriptions/medications.csv";

  private DemoMedications() {}

  public static void write(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO prescriptions.medication
                  (id, name, substances, strength, form, unit, route)
                VALUES (?, ?, string_to_array(?, ';'), ?, ?, ?, ?)
                """);
        CsvReader<NamedCsvRecord> medications =
            CsvReader.builder()
                .ofNamedCsvRecord(
                    new InputStreamReader(
                        DemoMedications.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
      for (NamedCsvRecord one : medications) {
        insert.setObject(1, UuidV7.next());
        insert.setString(2, one.getField("name"));
        insert.setString(3, one.getField("substances"));
        insert.setString(4, one.getField("strength"));
        insert.setString(5, one.getField("form"));
        insert.setString(6, one.getField("unit"));
        insert.setString(7, one.getField("route"));
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
