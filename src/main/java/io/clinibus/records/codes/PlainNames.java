package io.clinibus.records.codes;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.records.api.CodesApi.NameDiagnoses;
import io.clinibus.records.api.CodesApi.NamedDiagnoses;
import io.clinibus.records.codes.CodeNames.Key;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;

/** Shows coded diagnoses by their names in the reader's language ({@link CodeNames}). */
public final class PlainNames {

  private final CodeNameRepository repository;

  public PlainNames(CodeNameRepository repository) {
    this.repository = repository;
  }

  /**
   * An answer with its codes named, by one statement at most; by none if nothing of it is coded.
   *
   * @param language null to show what was written
   * @param named applies a naming to each coded text of the answer; asked first which there are
   */
  public <T> Future<T> shown(T answer, Language language, BiFunction<CodeNaming, T, T> named) {
    if (language == null) {
      return Future.succeededFuture(answer);
    }
    Set<Key> codes = codes(answer, named);
    return codes.isEmpty()
        ? Future.succeededFuture(answer)
        : repository.find(codes).map(names -> named.apply(new CodeNames(names, language), answer));
  }

  private static <T> Set<Key> codes(T answer, BiFunction<CodeNaming, T, T> named) {
    Set<Key> codes = new HashSet<>();
    named.apply(
        (system, code, written) -> {
          if (system != null && code != null) {
            codes.add(new Key(system, code));
          }
          return written;
        },
        answer);
    return codes;
  }

  /** Diagnoses as a letter names them. */
  public Future<NamedDiagnoses> diagnoses(NameDiagnoses request, Caller caller) {
    return shown(request.diagnoses(), request.language(), CodeNaming::shown)
        .map(NamedDiagnoses::new);
  }
}
