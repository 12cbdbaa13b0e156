package io.clinibus.web.contract;

import io.clinibus.bus.MessageTypes;
import io.clinibus.bus.Operation;
import io.clinibus.bus.RoleRequirement;
import io.clinibus.web.contract.Endpoint.IfMatch;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Binds each operation of the contract to the bus operation whose address ends with its
 * operationId. Fails if any part of the contract would not be served or not be guarded.
 */
public final class Endpoints {

  private static final String JSON = "application/json";
  private static final String FILE = "application/octet-stream";
  private static final String DETAILS = "details";

  private final Contract contract;
  private final MessageTypes messages;

  /** Of the bus, by the last part of their addresses. */
  private final Map<String, List<Operation<?, ?>>> operations;

  private Endpoints(Contract contract, MessageTypes messages) {
    this.contract = contract;
    this.messages = messages;
    this.operations =
        messages.operations().stream()
            .collect(Collectors.groupingBy(operation -> lastPart(operation.address())));
  }

  /**
   * The contract's operations in the order of path matching.
   *
   * @throws IllegalStateException naming the operation that cannot be served
   */
  public static List<Endpoint<?, ?>> of(Contract contract, MessageTypes messages) {
    var binding = new Endpoints(contract, messages);
    Set<String> readable =
        contract.operations().stream()
            .filter(operation -> operation.getHttpMethod().equals(HttpMethod.GET))
            .map(operation -> operation.getOpenAPIPath())
            .collect(Collectors.toSet());
    List<Endpoint<?, ?>> endpoints = new ArrayList<>();
    for (var operation : contract.operations()) {
      endpoints.add(binding.bind(operation, binding.busOperation(operation), readable));
    }
    return List.copyOf(endpoints);
  }

  private Operation<?, ?> busOperation(io.vertx.openapi.contract.Operation operation) {
    String id = operation.getOperationId();
    List<Operation<?, ?>> found = operations.getOrDefault(id, List.of());
    if (found.size() != 1) {
      throw new IllegalStateException(id + " of the contract has " + found.size() + " operations");
    }
    return found.get(0);
  }

  private static String lastPart(String address) {
    return address.substring(address.lastIndexOf('.') + 1);
  }

  private <Q extends Record, R extends Record> Endpoint<Q, R> bind(
      io.vertx.openapi.contract.Operation stated, Operation<Q, R> operation, Set<String> readable) {
    String id = stated.getOperationId();
    Set<String> components = components(operation.request());
    List<ParameterReader> parameters =
        stated.getParameters().stream()
            .filter(ParameterReader::reads)
            .map(ParameterReader::of)
            .toList();
    BodyReader body = body(stated);
    boolean wholeBody = components.contains(DETAILS);
    var endpoint =
        new Endpoint<>(
            id,
            stated.getHttpMethod(),
            stated.getOpenAPIPath(),
            operation,
            access(stated),
            status(stated),
            parameters,
            body,
            wholeBody,
            ifMatch(stated),
            isReadable(stated.getOpenAPIPath(), readable)
                && components(operation.reply()).contains("id"),
            cookie(stated),
            stated.getOpenAPIModel().getBoolean("x-device-cookie", false),
            VisitorCookieUse.of(id, stated.getOpenAPIModel().getString("x-visitor-cookie")),
            SectionUse.of(stated.getOpenAPIModel().getString("x-sections"), operation, messages));
    requireEveryComponentIsFilled(stated, endpoint, components);
    return endpoint;
  }

  private static RoleRequirement access(io.vertx.openapi.contract.Operation operation) {
    JsonArray roles = operation.getOpenAPIModel().getJsonArray("x-roles");
    return RoleRequirement.of(operation.getOperationId(), roles == null ? null : roles.getList());
  }

  private static RefreshCookieUse cookie(io.vertx.openapi.contract.Operation operation) {
    JsonArray uses = operation.getOpenAPIModel().getJsonArray("x-refresh-cookie");
    return RefreshCookieUse.of(operation.getOperationId(), uses == null ? null : uses.getList());
  }

  private static int status(io.vertx.openapi.contract.Operation operation) {
    return operation.getOpenAPIModel().getJsonObject("responses").fieldNames().stream()
        .filter(code -> code.startsWith("2"))
        .mapToInt(Integer::parseInt)
        .min()
        .orElseThrow(
            () -> new IllegalStateException(operation.getOperationId() + " has no 2xx answer"));
  }

  private static BodyReader body(io.vertx.openapi.contract.Operation operation) {
    if (operation.getRequestBody() == null || isFile(operation)) {
      return null;
    }
    MediaType json = operation.getRequestBody().getContent().get(JSON);
    if (json == null) {
      throw new IllegalStateException(operation.getOperationId() + " has a body that is not JSON");
    }
    return new BodyReader(json.getSchema());
  }

  private static boolean isFile(io.vertx.openapi.contract.Operation operation) {
    return operation.getOpenAPIModel().containsKey("x-sections")
        && operation.getRequestBody().getContent().containsKey(FILE);
  }

  private static IfMatch ifMatch(io.vertx.openapi.contract.Operation operation) {
    return operation.getParameters().stream()
        .filter(parameter -> parameter.getIn() == Location.HEADER)
        .filter(parameter -> parameter.getName().equals("If-Match"))
        .map(Parameter::isRequired)
        .map(required -> required ? IfMatch.REQUIRED : IfMatch.OPTIONAL)
        .findFirst()
        .orElse(IfMatch.NONE);
  }

  /** Whether the contract has a read of single resources below this path of a collection. */
  private static boolean isReadable(String path, Set<String> readable) {
    return !path.contains("{")
        && readable.stream()
            .anyMatch(
                other ->
                    other.startsWith(path + "/{") && other.indexOf('/', path.length() + 1) < 0);
  }

  /** A component that the contract cannot fill would always be null. */
  private static void requireEveryComponentIsFilled(
      io.vertx.openapi.contract.Operation stated, Endpoint<?, ?> endpoint, Set<String> components) {
    Set<String> filled = new HashSet<>();
    if (endpoint.cookie().taken()) {
      filled.add(RefreshCookieUse.COMPONENT);
    }
    if (endpoint.deviceCookie()) {
      filled.add("deviceToken");
      filled.add("userAgent");
    }
    if (endpoint.visitorCookie() != VisitorCookieUse.NONE) {
      filled.add(VisitorCookieUse.COMPONENT);
    }
    endpoint.parameters().forEach(parameter -> filled.add(parameter.component()));
    if (endpoint.version() != IfMatch.NONE) {
      filled.add("version");
    }
    if (endpoint.wholeBody()) {
      filled.add(DETAILS);
    } else if (endpoint.sections().received()) {
      filled.addAll(SectionUse.COMPONENTS);
    } else if (stated.getRequestBody() != null) {
      filled.addAll(
          stated
              .getRequestBody()
              .getContent()
              .get(JSON)
              .getSchema()
              .<io.vertx.core.json.JsonObject>get("properties")
              .fieldNames());
    }
    for (String component : components) {
      if (!filled.contains(component)) {
        throw new IllegalStateException(
            endpoint.id() + ": the contract does not fill the component " + component);
      }
    }
  }

  private static Set<String> components(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(component -> component.getName())
        .collect(Collectors.toSet());
  }
}
