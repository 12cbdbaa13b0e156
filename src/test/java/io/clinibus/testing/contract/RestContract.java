package io.clinibus.testing.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks answers of the REST API against the contract: status, headers and body. */
public final class RestContract {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PROBLEM = "application/problem+json";
  private static final String REF = "$ref";

  /** Headers that an answer has only where the contract says so. */
  private static final Set<String> STATED =
      Set.of(
          "ETag",
          "Location",
          "Retry-After",
          "WWW-Authenticate",
          "Cache-Control",
          "RateLimit",
          "RateLimit-Policy",
          "X-Request-Id");

  private static final RestContract PRODUCT = read();

  private record Template(List<String> segments, JsonNode item) {

    boolean matches(List<String> path) {
      if (path.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        if (!isVariable(segments.get(i)) && !segments.get(i).equals(path.get(i))) {
          return false;
        }
      }
      return true;
    }

    long variables() {
      return segments.stream().filter(Template::isVariable).count();
    }

    private static boolean isVariable(String segment) {
      return segment.startsWith("{");
    }
  }

  private final JsonNode document;
  private final StrictSchemas schemas;
  private final List<Template> templates = new ArrayList<>();
  private final Map<String, JsonNode> operations = new HashMap<>();

  RestContract(JsonNode document) {
    this.document = document;
    this.schemas = new StrictSchemas(document.get("components"));
    document
        .get("paths")
        .fields()
        .forEachRemaining(
            path -> {
              templates.add(new Template(segments(path.getKey()), path.getValue()));
              path.getValue().forEach(this::register);
            });
    templates.sort(Comparator.comparingLong(Template::variables));
  }

  /** The contract that the product is built with. */
  public static RestContract product() {
    return PRODUCT;
  }

  /** Reports whatever of an answer is not as the contract says. */
  public static void check(HttpResponse<String> answer) {
    var request = answer.request();
    PRODUCT
        .errors(
            request.method(),
            request.uri().getRawPath(),
            answer.statusCode(),
            answer.headers(),
            answer.body())
        .forEach(
            error ->
                Violations.report(
                    request.method() + " " + answer.statusCode() + " " + error,
                    request.uri().getPath()));
  }

  /** The operation of an id. */
  public JsonNode operation(String id) {
    return operations.get(id);
  }

  /** The schema of an operation's successful answer, or of its request's body; missing if none. */
  public JsonNode successSchema(String operationId) {
    JsonNode responses = operations.get(operationId).get("responses");
    String status =
        stream(responses.fieldNames()).filter(code -> code.startsWith("2")).findFirst().get();
    return resolved(responses.get(status)).at("/content/application~1json/schema");
  }

  public JsonNode requestSchema(String operationId) {
    return operations.get(operationId).at("/requestBody/content/application~1json/schema");
  }

  /** A schema without the reference that leads to it. */
  public JsonNode resolved(JsonNode node) {
    JsonNode found = node;
    while (found.has(REF)) {
      found = document.at(found.get(REF).asText().substring(1));
    }
    return found;
  }

  /** What is wrong with a value by a schema of the contract. */
  public List<String> errors(JsonNode schema, JsonNode value) {
    return schemas.errors(schema, value);
  }

  List<String> errors(String method, String path, int status, HttpHeaders headers, String body) {
    if (!path.startsWith("/api/") || path.equals("/api/live")) {
      return List.of();
    }
    List<String> errors = new ArrayList<>();
    Optional<JsonNode> operation = operation(method.equals("HEAD") ? "GET" : method, path);
    JsonNode response = operation.map(stated -> response(stated, status)).orElse(null);
    if (status >= 400) {
      checkProblem(method, status, headers, body, errors);
    } else if (operation.isPresent()) {
      checkSuccess(method, response, headers, body, errors);
    } else if (!method.equals("OPTIONS")) {
      errors.add("no operation");
    }
    if (response != null) {
      checkHeaders(response, headers, errors);
    }
    return errors;
  }

  private Optional<JsonNode> operation(String method, String path) {
    List<String> segments = segments(path);
    return templates.stream()
        .filter(template -> template.matches(segments))
        .findFirst()
        .map(template -> template.item().get(method.toLowerCase(java.util.Locale.ROOT)));
  }

  private JsonNode response(JsonNode operation, int status) {
    JsonNode responses = operation.get("responses");
    JsonNode stated = responses.get(Integer.toString(status));
    if (stated == null && status >= 400) {
      stated = responses.get("default");
    }
    return stated == null ? null : resolved(stated);
  }

  private void checkProblem(
      String method, int status, HttpHeaders headers, String body, List<String> errors) {
    if (!headers.firstValue("Content-Type").orElse("").equals(PROBLEM)) {
      errors.add("a refusal that is no problem document");
    } else if (!method.equals("HEAD")) {
      JsonNode problem = json(body, errors);
      errors.addAll(schemas.errors(document.at("/components/schemas/Problem"), problem));
      if (problem.path("status").asInt() != status) {
        errors.add("the problem states the status " + problem.path("status"));
      }
      String slug = problem.path("type").asText().replace("/problems/", "");
      if (!document.path("x-problem-types").has(slug)) {
        errors.add("the contract does not state the problem " + slug);
      }
      problem.path("errors").forEach(error -> checkFieldError(error, errors));
    }
  }

  private void checkFieldError(JsonNode error, List<String> errors) {
    JsonNode params = document.path("x-field-error-codes").get(error.path("code").asText());
    if (params == null) {
      errors.add("the contract does not state the field error " + error);
      return;
    }
    Set<String> stated = new TreeSet<>();
    params.forEach(param -> stated.add(param.asText()));
    Set<String> sent = new TreeSet<>();
    error.path("params").fieldNames().forEachRemaining(sent::add);
    if (!sent.equals(stated)) {
      errors.add("the field error has other parameters than " + stated + ": " + error);
    }
  }

  private void checkSuccess(
      String method, JsonNode response, HttpHeaders headers, String body, List<String> errors) {
    if (response == null) {
      errors.add("the contract does not state this status");
      return;
    }
    JsonNode json = response.at("/content/application~1json/schema");
    if (json.isMissingNode()) {
      if (!body.isEmpty()) {
        errors.add("the contract states no body");
      }
    } else if (!headers.firstValue("Content-Type").orElse("").equals("application/json")) {
      errors.add("Content-Type is " + headers.firstValue("Content-Type"));
    } else if (!method.equals("HEAD")) {
      errors.addAll(schemas.errors(json, json(body, errors)));
    }
  }

  private void checkHeaders(JsonNode response, HttpHeaders headers, List<String> errors) {
    JsonNode stated = response.path("headers");
    for (String name : STATED) {
      Optional<String> value = headers.firstValue(name);
      if (!stated.has(name)) {
        value.ifPresent(sent -> errors.add("the contract does not state the header " + name));
        continue;
      }
      JsonNode header = resolved(stated.get(name));
      if (value.isEmpty()) {
        if (header.path("required").asBoolean()) {
          errors.add("the header " + name + " is missing");
        }
        continue;
      }
      JsonNode schema = header.get("schema");
      schemas
          .errors(schema, headerValue(schema, value.get()))
          .forEach(error -> errors.add(name + ": " + error));
    }
  }

  private static JsonNode headerValue(JsonNode schema, String value) {
    return schema.path("type").asText().equals("integer") && value.matches("\\d{1,9}")
        ? JSON.getNodeFactory().numberNode(Integer.parseInt(value))
        : TextNode.valueOf(value);
  }

  private void register(JsonNode operation) {
    if (operation.has("operationId")) {
      operations.put(operation.get("operationId").asText(), operation);
    }
  }

  private static JsonNode json(String body, List<String> errors) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      errors.add("the body is not JSON");
      return JSON.missingNode();
    }
  }

  private static List<String> segments(String path) {
    return Arrays.asList(path.split("/", -1));
  }

  private static java.util.stream.Stream<String> stream(java.util.Iterator<String> names) {
    Iterable<String> all = () -> names;
    return java.util.stream.StreamSupport.stream(all.spliterator(), false);
  }

  private static RestContract read() {
    try (InputStream in =
        RestContract.class.getClassLoader().getResourceAsStream("openapi/clinibus.json")) {
      return new RestContract(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
