package io.clinibus.web.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.clinibus.web.contract.ContractBundler.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of domains become one document, and what would be lost or ambiguous is refused. */
class ContractBundlerTest {

  private static final Path PRODUCT = Path.of("src/main/resources/openapi");
  private static final Source COMMON =
      new Source(
          "common.yaml",
          """
          openapi: 3.1.0
          info: { title: Test, version: '1' }
          components: { schemas: { Problem: { type: object } } }
          """);
  private static final String DEMO =
      """
      openapi: 3.1.0
      info: { $ref: 'common.yaml#/info' }
      x-domain: demo
      tags: [ { name: Demo } ]
      paths:
        /api/demo:
          get:
            operationId: getDemo
            responses:
              '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Demo' } } } }
              default: { content: { application/json: { schema: { $ref: 'common.yaml#/components/schemas/Problem' } } } }
      components: { schemas: { Demo: { type: string } } }
      """;

  @Test
  void headersOfEveryResponseAreStatedWithEach() {
    Source common =
        new Source(
            "common.yaml",
            """
            openapi: 3.1.0
            info: { title: Test, version: '1' }
            x-response-headers: { Age: { $ref: '#/components/headers/Age' } }
            components:
              headers: { Age: { schema: { type: string } } }
              responses: { Gone: { description: Gone } }
              schemas: { Problem: { type: object } }
            """);
    JsonNode bundle = ContractBundler.bundle(List.of(common, demo(DEMO)));
    for (String response :
        List.of(
            "/paths/~1api~1demo/get/responses/200",
            "/paths/~1api~1demo/get/responses/default",
            "/components/responses/Gone")) {
      assertThat(bundle.at(response + "/headers/Age/$ref").asText())
          .as(response)
          .isEqualTo("#/components/headers/Age");
    }
    assertThat(bundle.has("x-response-headers")).isFalse();
  }

  /** Java clients that are generated otherwise do not compile. */
  @Test
  void enumsOfListsOfTheProductHaveNames() throws IOException {
    JsonNode schemas =
        ContractBundler.bundle(ContractBundler.read(PRODUCT)).at("/components/schemas");
    assertThat(schemas.findValues("items"))
        .hasSizeGreaterThan(20)
        .noneMatch(items -> items.has("enum"));
  }

  @Test
  void filesAreBundledIntoOneDocument() {
    JsonNode bundle = ContractBundler.bundle(List.of(COMMON, demo(DEMO)));
    assertThat(bundle.at("/info/title").asText()).isEqualTo("Test");
    assertThat(bundle.at("/tags/0/name").asText()).isEqualTo("Demo");
    assertThat(bundle.has("x-domain")).isFalse();
    JsonNode responses = bundle.at("/paths/~1api~1demo/get/responses");
    assertThat(responses.at("/200/content/application~1json/schema/$ref").asText())
        .isEqualTo("#/components/schemas/Demo");
    assertThat(responses.at("/default/content/application~1json/schema/$ref").asText())
        .isEqualTo("#/components/schemas/Problem");
    assertThat(bundle.at("/components/schemas")).hasSize(2);
  }

  @ParameterizedTest(name = "{1} -> {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x-domain: demo                 | x-domain: other            | x-domain does not name
          x-domain: demo                 |                            | x-domain does not name
          #/components/schemas/Demo      | #/components/schemas/None  | leads nowhere
          common.yaml#/components        | other.yaml#/components     | leads nowhere
          #/components/schemas/Demo      | #/components/schemas/Problem | leads nowhere
          Demo: { type: string }         | Problem: { type: string }, Demo: { type: string } | schemas stated before: Problem
          tags:                          | component: {}\\ntags:      | unknown: component
          operationId: getDemo           | operationId: getDemo\\n      operationId: b | Duplicate
          """)
  void faultyFilesAreRefused(String part, String replacement, String reason) {
    String faulty = DEMO.replace(part, replacement == null ? "" : replacement.replace("\\n", "\n"));
    assertThat(faulty).isNotEqualTo(DEMO);
    assertThatIllegalStateException()
        .isThrownBy(() -> ContractBundler.bundle(List.of(COMMON, demo(faulty))))
        .withMessageContaining("demo.yaml")
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "path stated before, /api/demo, /api/demo",
    "operationId stated before, getDemo, getDemo",
    "tag stated before, name: Demo, name: Demo"
  })
  void definitionsOfTwoDomainsMustNotCollide(String reason, String kept, String same) {
    String other =
        DEMO.replace("demo", "other")
            .replace("getDemo", "getOther")
            .replace("Demo", "Other")
            .replace(kept.replace("demo", "other").replace("Demo", "Other"), same);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ContractBundler.bundle(
                    List.of(COMMON, demo(DEMO), new Source("other.yaml", other))))
        .withMessageContaining("other.yaml: " + reason);
  }

  @Test
  void theSharedPartsAreRequired() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ContractBundler.bundle(List.of(demo(DEMO))))
        .withMessageContaining("common.yaml is missing");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ContractBundler.bundle(
                    List.of(new Source("common.yaml", COMMON.yaml() + "paths: {}"))))
        .withMessageContaining("paths of its own");
  }

  @Test
  void anAdditionalDomainIsBundled() throws IOException {
    List<Source> sources = new ArrayList<>(ContractBundler.read(PRODUCT));
    int paths = ContractBundler.bundle(sources).get("paths").size();
    sources.add(demo(DEMO));
    assertThat(ContractBundler.bundle(sources).get("paths")).hasSize(paths + 1);
  }

  @Test
  void yamlAndJsonAreEquivalent(@TempDir Path folder) throws IOException {
    Path yaml = folder.resolve("new/clinibus.yaml");
    ContractBundler.main(new String[] {PRODUCT.toString(), yaml.toString()});
    JsonNode bundle = ContractBundler.bundle(ContractBundler.read(PRODUCT));
    assertThat(new YAMLMapper().readTree(yaml.toFile())).isEqualTo(bundle);
    assertThat(new JsonMapper().readTree(yaml.resolveSibling("clinibus.json").toFile()))
        .isEqualTo(bundle);
  }

  private static Source demo(String yaml) {
    return new Source("demo.yaml", yaml);
  }
}
