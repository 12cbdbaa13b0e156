package io.clinibus.web.contract;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.web.contract.Endpoint.IfMatch;
import io.clinibus.web.http.EntityTags;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds an operation's request record from path, query, headers and body, by component name. */
public final class RequestReader<Q extends Record> {

  /** Matches every version (RFC 9110, 13.1.1). */
  private static final String ANY_VERSION = "*";

  private final Endpoint<Q, ?> endpoint;

  public RequestReader(Endpoint<Q, ?> endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Builds the request.
   *
   * @param body the body, null if the contract has none
   * @param more values of further components
   * @throws Failure naming every invalid field
   */
  public Q read(RoutingContext context, Buffer body, Map<String, Object> more) {
    return fill(members(context, body, more));
  }

  /**
   * Builds the request for a section of the body.
   *
   * @param from where the section begins in the body; the parameter {@code offset} states where the
   *     body begins in the file
   * @throws Failure naming every invalid field
   */
  public Q readSection(RoutingContext context, long from, byte[] content) {
    Map<String, Object> members = members(context, null, Map.of("content", content));
    members.compute(
        "offset",
        (name, stated) -> from + (stated instanceof Number begin ? begin.longValue() : 0));
    return fill(members);
  }

  private Map<String, Object> members(
      RoutingContext context, Buffer body, Map<String, Object> more) {
    List<FieldError> errors = new ArrayList<>(0);
    Map<String, Object> members = new HashMap<>(more);
    for (ParameterReader parameter : endpoint.parameters()) {
      Object value = parameter.read(raw(context, parameter), errors);
      if (value != null) {
        members.put(parameter.component(), value);
      }
    }
    if (endpoint.version() != IfMatch.NONE) {
      members.put("version", version(context.request()));
    }
    if (endpoint.body() != null) {
      addBody(endpoint.body().read(body, errors), members);
    }
    if (!errors.isEmpty()) {
      throw invalid(errors);
    }
    return members;
  }

  private void addBody(Map<String, Object> body, Map<String, Object> members) {
    if (endpoint.wholeBody()) {
      members.put("details", body);
    } else {
      body.forEach(members::putIfAbsent);
    }
  }

  private static List<String> raw(RoutingContext context, ParameterReader parameter) {
    return switch (parameter.location()) {
      case PATH -> List.of(context.pathParam(parameter.name()));
      case QUERY -> context.queryParam(parameter.name());
      default -> context.request().headers().getAll(parameter.name());
    };
  }

  private Long version(HttpServerRequest request) {
    String stated = request.getHeader(HttpHeaders.IF_MATCH);
    if (stated == null || stated.isBlank()) {
      if (endpoint.version() == IfMatch.REQUIRED) {
        throw Failure.of(CommonFailures.VERSION_REQUIRED);
      }
      return null;
    }
    if (stated.strip().equals(ANY_VERSION)) {
      if (endpoint.version() == IfMatch.REQUIRED) {
        throw Failure.of(
            CommonFailures.VERSION_REQUIRED, "State the version that was read, not *.");
      }
      return null;
    }
    try {
      return Long.valueOf(EntityTags.opaque(stated));
    } catch (NumberFormatException e) {
      throw Failure.staleVersion();
    }
  }

  private Q fill(Map<String, Object> members) {
    try {
      return Json.MAPPER.convertValue(members, endpoint.operation().request());
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof JsonMappingException mapping) {
        throw invalid(
            List.of(CommonFieldErrors.INVALID.at(pointer(mapping), "cannot be understood")));
      }
      throw e;
    }
  }

  private String pointer(JsonMappingException mapping) {
    var pointer = new StringBuilder();
    for (Reference reference : mapping.getPath()) {
      String name = reference.getFieldName();
      if (pointer.length() == 0 && isParameter(name)) {
        return name;
      }
      if (pointer.length() > 0 || !"details".equals(name)) {
        pointer
            .append('/')
            .append(name == null ? String.valueOf(reference.getIndex()) : TextCheck.escaped(name));
      }
    }
    return pointer.toString();
  }

  private boolean isParameter(String name) {
    return endpoint.parameters().stream().anyMatch(parameter -> parameter.component().equals(name));
  }

  private static Failure invalid(List<FieldError> errors) {
    return new Failure(
        CommonFailures.INVALID_REQUEST, CommonFailures.INVALID_REQUEST.title(), errors, Map.of());
  }
}
