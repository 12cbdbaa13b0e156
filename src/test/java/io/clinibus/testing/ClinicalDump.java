package io.clinibus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Everything that a clinic leaves behind: every row of every table as text (bytes also as what they
 * spell, in Base64 and hexadecimal), every key and value in Redis, and every log line since this
 * was opened. They must contain no clinical word.
 */
public final class ClinicalDump implements AutoCloseable {

  private final BusFixture clinic;
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.add(
              event.getFormattedMessage()
                  + " "
                  + event.getKeyValuePairs()
                  + " "
                  + (event.getThrowableProxy() == null
                      ? ""
                      : event.getThrowableProxy().getMessage()));
        }
      };

  private ClinicalDump(BusFixture clinic) {
    this.clinic = clinic;
  }

  /** Begins to listen to logs. */
  public static ClinicalDump of(BusFixture clinic) {
    var dump = new ClinicalDump(clinic);
    dump.appender.start();
    dump.root.addAppender(dump.appender);
    return dump;
  }

  /** Fails with the places in which one of the words is found, whatever its case. */
  public void assertNoWord(Collection<String> words) {
    assertThat(find(words)).as("places with clinical words").isEmpty();
  }

  /** The places in which one of the words is found. */
  public List<String> find(Collection<String> words) {
    List<String> needles = new ArrayList<>();
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      needles.add(word.toLowerCase(Locale.ROOT));
      needles.add(HexFormat.of().formatHex(bytes).toLowerCase(Locale.ROOT));
      for (int shift = 0; shift < 3; shift++) {
        needles.add(base64(bytes, shift));
      }
    }
    List<String> found = new ArrayList<>();
    Pool pool = clinic.platform().database();
    for (String table : tables(pool)) {
      BusFixture.await(pool.query("SELECT t::text AS line FROM " + table + " AS t").execute())
          .forEach(row -> check(table, row.getString("line"), needles, found));
    }
    redis().forEach(line -> check("redis", line, needles, found));
    logged.forEach(line -> check("log", line, needles, found));
    return found;
  }

  /**
   * The characters that depend on the word alone, if it begins at this place of a group of three.
   */
  private static String base64(byte[] bytes, int shift) {
    byte[] moved = new byte[bytes.length + shift];
    System.arraycopy(bytes, 0, moved, shift, bytes.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(moved);
    return text.substring(shift == 0 ? 0 : shift + 1, text.length() - 1).toLowerCase(Locale.ROOT);
  }

  private static void check(String place, String line, List<String> needles, List<String> found) {
    String text = line.toLowerCase(Locale.ROOT);
    if (needles.stream().anyMatch(text::contains)) {
      found.add(place + ": " + line);
    }
  }

  private static List<String> tables(Pool pool) {
    List<String> names = new ArrayList<>();
    BusFixture.await(
            pool.query(
                    """
                    SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
                     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
                    """)
                .execute())
        .forEach(row -> names.add(row.getString("name")));
    assertThat(names).hasSizeGreaterThan(30);
    return names;
  }

  private List<String> redis() {
    List<String> lines = new ArrayList<>();
    var redis = clinic.platform().redis();
    BusFixture.await(redis.send(Request.cmd(Command.KEYS).arg("*")))
        .forEach(
            key -> {
              lines.add(key.toString());
              var dump =
                  BusFixture.await(redis.send(Request.cmd(Command.DUMP).arg(key.toString())));
              if (dump != null) {
                lines.add(dump.toString(StandardCharsets.ISO_8859_1));
              }
            });
    return lines;
  }

  @Override
  public void close() {
    root.detachAppender(appender);
  }
}
