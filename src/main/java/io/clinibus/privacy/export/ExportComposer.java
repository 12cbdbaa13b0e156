package io.clinibus.privacy.export;

import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.privacy.export.ExportRepository.Claim;
import io.clinibus.privacy.records.Document;
import io.clinibus.privacy.records.PersonalDataRepository;
import io.clinibus.privacy.records.Subject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;

/** Composes the file of a copy from the records of all domains, page by page. */
public final class ExportComposer {

  private static final int PAGE = 200;
  private static final byte[] SCHEMA = schema();

  /** How much was written. */
  record Written(int parts, long size) {}

  private final Vertx vertx;
  private final PersonalDataRepository data;
  private final Clock clock;

  public ExportComposer(Vertx vertx, PersonalDataRepository data, Clock clock) {
    this.vertx = vertx;
    this.data = data;
    this.clock = clock;
  }

  /**
   * Composes a copy.
   *
   * @param sections stores a section of the file, by its number
   */
  Future<Written> compose(Claim claim, BiFunction<Integer, Buffer, Future<Void>> sections) {
    return data.subject(claim.patientId(), clock.instant())
        .compose(subject -> new Run(claim, subject, sections).compose());
  }

  private static byte[] schema() {
    try (InputStream file = ExportComposer.class.getResourceAsStream("/privacy/copy.schema.json")) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The composition of one copy. */
  private final class Run {

    private final boolean clinical;
    private final Subject subject;
    private final BiFunction<Integer, Buffer, Future<Void>> sections;
    private final ExportArchive archive = new ExportArchive();
    private final ReadableCopy readable;
    private final JsonObject counts = new JsonObject();
    private int parts;
    private long size;
    private long count;

    Run(Claim claim, Subject subject, BiFunction<Integer, Buffer, Future<Void>> sections) {
      this.clinical = claim.clinical();
      this.subject = subject;
      this.sections = sections;
      this.readable = new ReadableCopy(claim.language(), clinical);
    }

    Future<Written> compose() {
      Future<Void> all = Future.succeededFuture();
      for (PersonalRecord record : data.records()) {
        all = all.compose(before -> add(record));
      }
      return all.compose(done -> blocking(this::finish))
          .compose(done -> flush(true))
          .map(done -> new Written(parts, size));
    }

    private Future<Void> add(PersonalRecord record) {
      count = 0;
      archive.beginList(record.name() + ".json");
      readable.begin(record.name());
      return addPages(record, "")
          .compose(
              done ->
                  blocking(
                      () -> {
                        archive.endList();
                        readable.end();
                        counts.put(record.name() + ".json", count);
                      }));
    }

    private Future<Void> addPages(PersonalRecord record, String after) {
      return data.page(record, clinical, subject, after, PAGE)
          .compose(page -> blocking(() -> add(page)).compose(added -> flush(false)).map(page))
          .compose(
              page ->
                  page.size() < PAGE
                      ? Future.succeededFuture()
                      : addPages(record, page.get(PAGE - 1).key()));
    }

    private void add(List<Document> page) {
      count += page.size();
      archive.add(page);
      readable.add(page);
    }

    private void finish() {
      archive.addFile("copy.pdf", readable.render());
      JsonObject about =
          new JsonObject()
              .put("patientId", subject.patientId().toString())
              .put("writtenAt", clock.instant().toString())
              .put("clinicalParts", clinical)
              .put("records", counts);
      archive.addFile("schema.json", SCHEMA);
      archive.addFile("about.json", about.encodePrettily().getBytes(StandardCharsets.UTF_8));
      archive.finish();
    }

    private Future<Void> flush(boolean rest) {
      Future<Void> all = Future.succeededFuture();
      for (byte[] section : archive.take(rest)) {
        int number = parts++;
        size += section.length;
        all = all.compose(before -> sections.apply(number, Buffer.buffer(section)));
      }
      return all;
    }

    /** Compressing and rendering take long. */
    private Future<Void> blocking(Runnable work) {
      return vertx.executeBlocking(
          () -> {
            work.run();
            return null;
          });
    }
  }
}
