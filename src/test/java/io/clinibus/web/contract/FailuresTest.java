package io.clinibus.web.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.MessageTypes;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.bus.failure.FieldErrorCode;
import io.clinibus.bus.failure.PublicConstants;
import io.clinibus.node.Modules;
import io.clinibus.platform.Module;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract states exactly the failures that the domains declare. */
class FailuresTest {

  private static JsonNode contract;

  @BeforeAll
  static void bundle() throws IOException {
    contract = ContractBundler.bundle(ContractBundler.read(Path.of("src/main/resources/openapi")));
  }

  @Test
  void everyFailureIsAProblemTypeOfTheContract() {
    Map<String, String> declared = new TreeMap<>();
    for (FailureCode code : Modules.ALL.messages().failures()) {
      declared.put(code.slug(), code.status() + " " + code.title());
    }
    Map<String, String> stated = new TreeMap<>();
    contract
        .get("x-problem-types")
        .fields()
        .forEachRemaining(
            type ->
                stated.put(
                    type.getKey(),
                    type.getValue().get("status").asInt()
                        + " "
                        + type.getValue().get("title").asText()));
    assertThat(stated).isEqualTo(declared).hasSizeGreaterThan(25);
  }

  @Test
  void everyFieldErrorIsStatedWithItsParameters() {
    Map<String, List<String>> declared = new TreeMap<>();
    for (FieldErrorCode code : fieldErrors()) {
      assertThat(declared.put(code.code(), code.params())).as(code.code()).isNull();
    }
    Map<String, List<String>> stated = new TreeMap<>();
    contract
        .get("x-field-error-codes")
        .fields()
        .forEachRemaining(
            code -> {
              List<String> params = new ArrayList<>();
              code.getValue().forEach(param -> params.add(param.asText()));
              stated.put(code.getKey(), params);
            });
    assertThat(stated).isEqualTo(declared).hasSizeGreaterThan(30);
  }

  @Test
  void twoFailuresOfOneNameAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                MessageTypes.of(
                    List.of(), List.of(new FailureCode("not-found", 410, "This is gone"))));
    assertThat(MessageTypes.of(List.of(), List.of()).failures())
        .contains(CommonFailures.NOT_FOUND)
        .hasSameSizeAs(FailureCode.declaredIn(CommonFailures.class));
  }

  private static List<FieldErrorCode> fieldErrors() {
    return Stream.concat(
            PublicConstants.of(CommonFieldErrors.class),
            Modules.ALL.list().stream().flatMap(FailuresTest::fieldErrors))
        .map(FieldErrorCode.class::cast)
        .toList();
  }

  /** By the convention {@code api/<Domain>FieldErrors}. */
  private static Stream<Object> fieldErrors(Module module) {
    String name = module.name();
    String simple = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "FieldErrors";
    try {
      return PublicConstants.of(Class.forName("io.clinibus." + name + ".api." + simple));
    } catch (ClassNotFoundException none) {
      return Stream.of();
    }
  }
}
