package io.clinibus.browser;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.testing.RestClient;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What a browser keeps of a sign-in, so that a page needs no form to be signed in. */
final class StoredSession {

  /** The cookie, and the item of the local storage by which the app knows of it. */
  private static final String COOKIE = "clinibus_refresh";

  private static final String HINT = "clinibus.signed-in";

  private StoredSession() {}

  /** Signs in at a node, and gives the storage of a browser that has done so. */
  static String of(URI node, String email) {
    RestClient.Answer answer =
        RestClient.visitor(node)
            .post("/api/auth/login", Map.of("email", email, "password", RestClient.PASSWORD));
    if (answer.status() != 200) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    JsonNode state =
        Json.MAPPER.valueToTree(
            Map.of(
                "cookies", List.of(cookie(node, answer.cookie(COOKIE))),
                "origins", List.of(origin(node))));
    return state.toString();
  }

  private static Map<String, Object> cookie(URI node, String pair) {
    return Map.of(
        "name",
        COOKIE,
        "value",
        pair.substring(pair.indexOf('=') + 1),
        "domain",
        node.getHost(),
        "path",
        "/api/auth",
        "expires",
        -1,
        "httpOnly",
        true,
        "secure",
        false,
        "sameSite",
        "Strict");
  }

  private static Map<String, Object> origin(URI node) {
    return Map.of(
        "origin", node.toString(), "localStorage", List.of(Map.of("name", HINT, "value", "1")));
  }
}
