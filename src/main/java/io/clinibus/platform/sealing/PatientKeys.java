package io.clinibus.platform.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.cache.BatchCache;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The keys of patients, of which a node keeps the ones in use. A patient's key is made when first
 * asked for; none is made for an id that no patient has.
 */
public final class PatientKeys {

  /** A key is a few hundred bytes. */
  private static final int MOST_KEPT = 20_000;

  private static final Duration KEPT = Duration.ofMinutes(5);

  private final Pool pool;
  private final KeyWrapper wrapper;
  private final BatchCache<UUID, PatientKey> cache;

  public PatientKeys(Vertx vertx, Pool pool, KeyWrapper wrapper) {
    this.pool = pool;
    this.wrapper = wrapper;
    this.cache = new BatchCache<>(vertx, MOST_KEPT, KEPT, () -> true, this::load);
  }

  /**
   * The key of a patient; fails with {@code NOT_FOUND} if it was destroyed, or there is no such
   * patient.
   */
  public Future<PatientKey> of(UUID patientId) {
    return cache
        .get(patientId)
        .map(
            key -> {
              if (key == null) {
                throw Failure.notFound("patient");
              }
              return key;
            });
  }

  /** The keys of patients that were not destroyed, in two statements at most. */
  public Future<Map<UUID, PatientKey>> of(Collection<UUID> patientIds) {
    return cache.getAll(new HashSet<>(patientIds));
  }

  /**
   * A key for what is set aside of an erased patient's data until then. It belongs to an id of its
   * own.
   */
  public Future<PatientKey> until(UUID id, Instant expiry) {
    return create(Set.of(id), Rows.utc(expiry), false).compose(made -> of(id));
  }

  /** A key of no patient. */
  Future<PatientKey> ofNobody(UUID id) {
    return create(Set.of(id), null, false).compose(made -> of(id));
  }

  /** A key was destroyed, by the erasure of the patient: this node keeps it no longer. */
  public void forget(UUID patientId) {
    cache.evict(patientId);
  }

  /**
   * The patient to whom a sealed row belongs now, and the one for whom it was sealed.
   *
   * @param sealedFor the same, or one whose record was merged into that of the patient
   */
  public record Owner(UUID patientId, UUID sealedFor) {}

  /**
   * Keys that open rows of many patients.
   *
   * @param keys by the patient for whom rows were sealed
   * @param foreign owners of rows that were sealed for somebody else than whose they are
   * @param isComplete false if some could not be unwrapped: the clinic's key cannot be reached
   */
  public record Available(Map<UUID, PatientKey> keys, Set<Owner> foreign, boolean isComplete) {}

  /**
   * The keys that open rows of a patient's record, by the patient for whom each was sealed: this
   * one, or one whose record was merged into this one.
   *
   * @return fails with {@link UnreadableSeal} if a row was sealed for anybody else
   */
  public Future<Map<UUID, PatientKey>> ofRecord(UUID patientId, Collection<UUID> sealedFor) {
    return foreign(sealedFor.stream().map(one -> new Owner(patientId, one)).toList())
        .compose(
            foreign ->
                foreign.isEmpty()
                    ? of(sealedFor)
                    : Future.failedFuture(UnreadableSeal.ofAnotherPatient(patientId)));
  }

  /** As above, for one row. */
  public Future<PatientKey> ofRecord(UUID patientId, UUID sealedFor) {
    return sealedFor.equals(patientId)
        ? of(patientId)
        : ofRecord(patientId, List.of(sealedFor)).map(keys -> keys.get(sealedFor));
  }

  /**
   * The keys that open rows of many patients, in three statements at most; none for foreign ones.
   * While the clinic's key cannot be reached, those that this node keeps.
   */
  public Future<Available> available(Collection<Owner> owners) {
    return foreign(owners)
        .compose(
            foreign -> {
              Set<UUID> sealedFor =
                  owners.stream()
                      .filter(owner -> !foreign.contains(owner))
                      .map(Owner::sealedFor)
                      .collect(Collectors.toSet());
              return of(sealedFor)
                  .map(keys -> new Available(keys, foreign, true))
                  .recover(cause -> kept(sealedFor, foreign, cause));
            });
  }

  private Future<Available> kept(Set<UUID> patients, Set<Owner> foreign, Throwable cause) {
    if (!(cause instanceof Failure failure) || !failure.is(CommonFailures.UNAVAILABLE)) {
      return Future.failedFuture(cause);
    }
    Map<UUID, PatientKey> kept = new HashMap<>();
    for (UUID patient : patients) {
      PatientKey key = cache.known(patient);
      if (key != null) {
        kept.put(patient, key);
      }
    }
    return Future.succeededFuture(new Available(kept, foreign, false));
  }

  /**
   * Owners whose record is not one into which that of {@code sealedFor} was merged. Rows of merged
   * records are few: this is not asked for others.
   */
  private Future<Set<Owner>> foreign(Collection<Owner> owners) {
    List<Owner> others =
        owners.stream()
            .filter(owner -> !owner.sealedFor().equals(owner.patientId()))
            .distinct()
            .toList();
    return others.isEmpty()
        ? Future.succeededFuture(Set.of())
        : pool.preparedQuery(
                """
                SELECT o.patient_id, o.sealed_for FROM unnest($1::uuid[], $2::uuid[]) AS o (patient_id, sealed_for)
                 WHERE NOT o.sealed_for = ANY (patients.records_of_person(o.patient_id))
                """)
            .execute(
                Tuple.tuple()
                    .addArrayOfUUID(others.stream().map(Owner::patientId).toArray(UUID[]::new))
                    .addArrayOfUUID(others.stream().map(Owner::sealedFor).toArray(UUID[]::new)))
            .map(rows -> Set.copyOf(Rows.list(rows, PatientKeys::owner)));
  }

  private static Owner owner(Row row) {
    return new Owner(row.getUUID("patient_id"), row.getUUID("sealed_for"));
  }

  /** What is stored for some patients: keys, and who has none any more. */
  private record Stored(Map<UUID, PatientKey> keys, Set<UUID> known) {}

  private Future<Map<UUID, PatientKey>> load(Set<UUID> patients) {
    return read(patients)
        .compose(
            stored -> {
              Set<UUID> missing = new HashSet<>(patients);
              missing.removeAll(stored.known());
              return missing.isEmpty()
                  ? Future.succeededFuture(stored.keys())
                  : create(missing, null, true)
                      .compose(created -> read(patients))
                      .map(Stored::keys);
            });
  }

  private Future<Stored> read(Set<UUID> patients) {
    return pool.preparedQuery(
            """
            SELECT patient_id, wrapped_by, wrapped FROM platform.patient_key
             WHERE patient_id = ANY ($1)
            """)
        .execute(Tuple.of(patients.toArray(UUID[]::new)))
        .compose(this::unwrap);
  }

  private Future<Stored> unwrap(RowSet<Row> rows) {
    Set<UUID> known = new HashSet<>();
    List<WrappedKey> wrapped = new ArrayList<>();
    for (Row row : rows) {
      known.add(row.getUUID("patient_id"));
      if (row.getBuffer("wrapped") != null) {
        wrapped.add(wrapped(row));
      }
    }
    return wrapper
        .unwrap(wrapped)
        .map(
            opened -> {
              Map<UUID, PatientKey> keys = new HashMap<>();
              opened.forEach((patient, key) -> keys.put(patient, key(patient, key)));
              return new Stored(keys, known);
            });
  }

  static WrappedKey wrapped(Row row) {
    return new WrappedKey(
        row.getUUID("patient_id"),
        row.getString("wrapped_by"),
        row.getBuffer("wrapped").getBytes());
  }

  /**
   * Another node may make the same key: the first one stands.
   *
   * @param arePatients whether they are made for patients only; a request may name anybody
   */
  private Future<?> create(Set<UUID> ids, OffsetDateTime expiry, boolean arePatients) {
    Map<UUID, byte[]> keys = new HashMap<>();
    ids.forEach(id -> keys.put(id, generate()));
    return wrapper
        .wrap(keys)
        .compose(
            wrapped ->
                pool.preparedQuery(
                        """
                        INSERT INTO platform.patient_key (patient_id, wrapped, wrapped_by, expires_at)
                        SELECT $1::uuid, $2::bytea, $3::text, $4::timestamptz
                         WHERE NOT $5::boolean OR EXISTS (SELECT FROM patients.contact WHERE id = $1)
                            ON CONFLICT DO NOTHING
                        """)
                    .executeBatch(
                        wrapped.stream()
                            .map(
                                key ->
                                    Tuple.of(
                                        key.patientId(),
                                        Buffer.buffer(key.bytes()),
                                        key.wrappedBy(),
                                        expiry,
                                        arePatients))
                            .toList()));
  }

  static byte[] generate() {
    try {
      return TinkProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(
              PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()),
          InsecureSecretKeyAccess.get(),
          RegistryConfiguration.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("patient's key not generated", e);
    }
  }

  static PatientKey key(UUID patientId, byte[] keyset) {
    try {
      return new PatientKey(
          patientId,
          TinkProtoKeysetFormat.parseKeyset(
                  keyset, InsecureSecretKeyAccess.get(), RegistryConfiguration.get())
              .getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("patient's key unreadable", e);
    }
  }
}
