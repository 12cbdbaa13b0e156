package io.clinibus.web.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.clinibus.bus.MessageTypes;
import io.clinibus.bus.RoleRequirement;
import io.clinibus.node.Modules;
import io.clinibus.web.WebFixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract is complete: valid, bound, guarded, and its examples are what it says they are. */
class ContractTest {

  private static Vertx vertx;
  private static Contract contract;

  @BeforeAll
  static void load() {
    vertx = Vertx.vertx();
    contract = WebFixture.await(Contract.load(vertx));
  }

  @AfterAll
  static void close() {
    WebFixture.await(vertx.close());
  }

  @Test
  void everyOperationIsBoundToItsDomain() {
    List<Endpoint<?, ?>> endpoints = Endpoints.of(contract, Modules.ALL.messages());
    assertThat(endpoints).hasSameSizeAs(contract.operations()).hasSizeGreaterThan(40);
    assertThat(endpoints)
        .allSatisfy(
            endpoint -> assertThat(endpoint.operation().address()).endsWith("." + endpoint.id()));
  }

  @Test
  void everyOperationIsInTheFileOfItsDomain() throws IOException {
    Map<String, String> domains = new HashMap<>();
    for (var source : ContractBundler.read(Path.of("src/main/resources/openapi"))) {
      JsonNode file = new YAMLMapper().readTree(source.yaml());
      file.findValuesAsText("operationId")
          .forEach(id -> domains.put(id, file.get("x-domain").asText()));
    }
    assertThat(Endpoints.of(contract, Modules.ALL.messages()))
        .hasSameSizeAs(domains.keySet())
        .allSatisfy(
            endpoint ->
                assertThat(endpoint.operation().address())
                    .isEqualTo(domains.get(endpoint.id()) + "." + endpoint.id()));
  }

  @Test
  void anAdditionalDomainIsOneMoreFile() throws IOException {
    List<ContractBundler.Source> sources =
        new ArrayList<>(ContractBundler.read(Path.of("src/main/resources/openapi")));
    sources.add(
        new ContractBundler.Source(
            "demo.yaml",
            """
            openapi: 3.1.0
            info: { $ref: 'common.yaml#/info' }
            x-domain: demo
            paths:
              /api/demo:
                get:
                  operationId: getDemo
                  x-roles: [ADMIN]
                  responses:
                    '204': { description: Nothing to see }
                    default: { $ref: 'common.yaml#/components/responses/Problem' }
            """));
    var bundle = new JsonObject(ContractBundler.bundle(sources).toString());
    assertThat(WebFixture.await(Contract.of(vertx, bundle)).operations())
        .hasSize(contract.operations().size() + 1)
        .anyMatch(operation -> operation.getOperationId().equals("getDemo"));
  }

  @Test
  void aContractWithoutItsOperationsIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Endpoints.of(contract, MessageTypes.of(List.of(), List.of())))
        .withMessageContaining("has 0 operations");
  }

  @Test
  void missingEmptyMixedAndUnknownRolesAreRefused() {
    assertThatIllegalStateException().isThrownBy(() -> RoleRequirement.of("x", null));
    assertThatIllegalStateException().isThrownBy(() -> RoleRequirement.of("x", List.of()));
    assertThatIllegalStateException().isThrownBy(() -> RoleRequirement.of("x", List.of("JANITOR")));
    assertThatIllegalStateException()
        .isThrownBy(() -> RoleRequirement.of("x", List.of("ANYONE", "ADMIN")));
  }

  @Test
  void unknownUsesOfTheRefreshCookieAreRefused() {
    assertThatIllegalStateException().isThrownBy(() -> RefreshCookieUse.of("x", List.of()));
    assertThatIllegalStateException().isThrownBy(() -> RefreshCookieUse.of("x", List.of("eat")));
    assertThat(RefreshCookieUse.of("x", null).used()).isFalse();
  }

  @Test
  void securityAgreesWithTheRoles() {
    for (Operation operation : contract.operations()) {
      boolean anyone = operation.getOpenAPIModel().getJsonArray("x-roles").contains("ANYONE");
      JsonArray stated = operation.getOpenAPIModel().getJsonArray("security");
      assertThat(
              stated != null
                  && (stated.isEmpty() || stated.stream().anyMatch(ContractTest::isOptional)))
          .as(operation.getOperationId())
          .isEqualTo(anyone);
    }
  }

  @Test
  void operationIdsAreUnique() {
    Set<String> ids = new HashSet<>();
    contract.operations().forEach(one -> assertThat(ids.add(one.getOperationId())).isTrue());
  }

  @Test
  void everyExampleFitsItsSchema() {
    List<JsonObject> withExamples = new ArrayList<>();
    contract
        .operations()
        .forEach(operation -> collectExamples(operation.getOpenAPIModel(), withExamples, 0));
    assertThat(withExamples).isNotEmpty();
    for (JsonObject schema : withExamples) {
      for (Object example : schema.getJsonArray("examples")) {
        var result = Contract.validator(JsonSchema.of(schema)).validate(example);
        assertThat(result.getValid()).as("%s in %s", example, schema).isTrue();
      }
    }
  }

  private static void collectExamples(Object node, List<JsonObject> found, int depth) {
    if (depth > 40) {
      return;
    }
    if (node instanceof JsonObject object) {
      if (object.getValue("examples") instanceof JsonArray && object.containsKey("type")) {
        found.add(object);
      }
      object.fieldNames().forEach(name -> collectExamples(object.getValue(name), found, depth + 1));
    } else if (node instanceof JsonArray array) {
      array.forEach(one -> collectExamples(one, found, depth + 1));
    }
  }

  private static boolean isOptional(Object requirement) {
    return requirement instanceof JsonObject object
        && object.fieldNames().stream().allMatch(name -> name.startsWith("__"));
  }
}
