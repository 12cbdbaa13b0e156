package io.clinibus.bench.records;

import io.clinibus.bench.load.HttpLoadConnection;
import io.clinibus.bench.load.HttpLoadGenerator.Lane;
import io.clinibus.bench.load.HttpLoadGenerator.Opener;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.limit.SqlRecordsClient;
import io.clinibus.bench.records.DraftSource.Draft;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.util.function.IntConsumer;

/** Lanes that save drafts, a few times each; the version counts up. */
public final class RecordLanes {

  private static final int SAVES = 20;

  private RecordLanes() {}

  /** Sends one save of a draft. */
  private interface Save {
    void send(Draft draft, int version, IntConsumer done);

    default void close() {}
  }

  public static Opener overHttp(NetClient client, URI server, DoctorTokens tokens, DraftSource drafts) {
    String note = RecordNotes.json();
    return () ->
        HttpLoadConnection.open(client, server)
            .map(
                http ->
                    lane(
                        drafts,
                        new Save() {
                          @Override
                          public void send(Draft draft, int version, IntConsumer done) {
                            String path = "/api/encounters/" + draft.id() + "/note";
                            String token = tokens.of(draft.doctorId());
                            http.send(
                                HttpRequestFactory.put(
                                    server, path, token, note, "If-Match", "\"" + version + "\""),
                                (status, bytes, body, end) -> done.accept(status));
                          }

                          @Override
                          public void close() {
                            http.close();
                          }
                        }));
  }

  /** The limit stores bytes that were sealed before it is measured. */
  public static Opener bySql(SqlRecordsClient sql, DraftSource drafts, byte[] sealed) {
    return () ->
        Future.succeededFuture(
            lane(drafts, (draft, version, done) -> sql.save(draft, version, sealed).onSuccess(done::accept)));
  }

  private static Lane lane(DraftSource drafts, Save save) {
    return new Lane() {
      private Draft draft;
      private int version;

      @Override
      public boolean ask(IntConsumer done) {
        if (draft == null || version > SAVES) {
          draft = drafts.take();
          version = 1;
        }
        if (draft == null) {
          return false;
        }
        save.send(
            draft,
            version,
            status -> {
              version++;
              done.accept(status);
            });
        return true;
      }

      @Override
      public void close() {
        save.close();
      }
    };
  }
}
