package io.clinibus.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.HasETag;
import io.clinibus.bus.Json;
import io.clinibus.bus.NoContent;
import io.clinibus.identity.api.SignInApi.Session;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.node.Modules;
import io.clinibus.testing.SampleRecords;
import io.clinibus.testing.contract.ContractSamples;
import io.clinibus.testing.contract.RestContract;
import io.clinibus.web.contract.Contract;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.Endpoints;
import io.clinibus.web.contract.RefreshCookieUse;
import io.clinibus.web.contract.VisitorCookieUse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each operation's records become as JSON is what the contract states, member for member. */
class ContractRecordsTest {

  private static final RestContract REST = RestContract.product();
  private static Vertx vertx;
  private static List<Endpoint<?, ?>> endpoints;

  @BeforeAll
  static void load() {
    vertx = Vertx.vertx();
    endpoints = Endpoints.of(WebFixture.await(Contract.load(vertx)), Modules.ALL.messages());
  }

  @AfterAll
  static void close() {
    WebFixture.await(vertx.close());
  }

  static List<Endpoint<?, ?>> endpoints() {
    return endpoints;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void repliesFitTheirSchema(Endpoint<?, ?> endpoint) {
    Class<? extends Record> reply = sent(endpoint.operation().reply());
    JsonNode schema = REST.successSchema(endpoint.id());
    boolean isJson = reply != NoContent.class && !endpoint.sections().sent();
    assertThat(schema.isMissingNode()).isEqualTo(!isJson);
    if (isJson) {
      JsonNode sample =
          ContractSamples.fitted(schema, Json.MAPPER.valueToTree(SampleRecords.of(reply).get(0)));
      assertThat(REST.errors(schema, sample)).as(sample.toString()).isEmpty();
      assertThat(unfilled("", schema, sample)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void requestsFitTheirSchema(Endpoint<?, ?> endpoint) {
    if (endpoint.body() != null) {
      JsonNode schema = REST.requestSchema(endpoint.id());
      ObjectNode sample =
          Json.MAPPER.valueToTree(SampleRecords.of(endpoint.operation().request()).get(0));
      endpoint.parameters().forEach(parameter -> sample.remove(parameter.component()));
      if (endpoint.version() != Endpoint.IfMatch.NONE) {
        sample.remove("version");
      }
      if (endpoint.deviceCookie()) {
        sample.remove("deviceToken"); // travels in a cookie
        sample.remove("userAgent"); // travels in a header
      }
      if (endpoint.cookie().taken()) {
        sample.remove(RefreshCookieUse.COMPONENT);
      }
      if (endpoint.visitorCookie() != VisitorCookieUse.NONE) {
        sample.remove(VisitorCookieUse.COMPONENT);
      }
      JsonNode body =
          ContractSamples.fitted(schema, endpoint.wholeBody() ? sample.get("details") : sample);
      assertThat(REST.errors(schema, body)).as(body.toString()).isEmpty();
      assertThat(unfilled("", schema, body)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void headersAreStated(Endpoint<?, ?> endpoint) {
    boolean versioned =
        HasETag.class.isAssignableFrom(endpoint.operation().reply()) || endpoint.sections().sent();
    JsonNode responses = REST.operation(endpoint.id()).get("responses");
    JsonNode success = responses.get(Integer.toString(endpoint.status()));
    assertThat(success.at("/headers").has("ETag")).isEqualTo(versioned);
    assertThat(success.at("/headers").has("Location"))
        .isEqualTo(endpoint.status() == 201 && endpoint.location());
    assertThat(responses.has("304"))
        .isEqualTo(versioned && endpoint.method().equals(HttpMethod.GET));
  }

  /** The refresh token travels in the cookie alone. */
  private static Class<? extends Record> sent(Class<? extends Record> reply) {
    return reply == SignedIn.class ? Session.class : reply;
  }

  /** Members that the schema states and the record does not have. */
  private static List<String> unfilled(String where, JsonNode schema, JsonNode value) {
    JsonNode stated = REST.resolved(schema);
    List<String> missing = new ArrayList<>();
    stated
        .path("properties")
        .fields()
        .forEachRemaining(
            member -> {
              String pointer = where + "/" + member.getKey();
              if (value.has(member.getKey())) {
                missing.addAll(unfilled(pointer, member.getValue(), value.get(member.getKey())));
              } else {
                missing.add(pointer);
              }
            });
    if (stated.has("items")) {
      value.forEach(item -> missing.addAll(unfilled(where + "/0", stated.get("items"), item)));
    }
    return missing;
  }
}
