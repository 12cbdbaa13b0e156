package io.clinibus.web.contract;

import io.clinibus.bus.Operation;
import io.clinibus.bus.RoleRequirement;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.Location;
import java.util.List;

/**
 * An operation of the contract bound to its bus operation, with everything needed to serve it,
 * prepared when the node starts.
 *
 * @param path the contract's path template
 * @param status the first 2xx status in the contract
 * @param parameters path, query and header parameters
 * @param body parses the JSON body, or null if the contract has none
 * @param wholeBody whether the body fills the component {@code details} rather than components by
 *     name
 * @param version how the component {@code version} is filled from If-Match
 * @param location whether a created resource can be read at {@code path/id}
 * @param cookie use of the refresh cookie
 * @param deviceCookie whether the device cookie fills the component {@code deviceToken}, and the
 *     browser's name {@code userAgent}
 * @param visitorCookie use of the visitor cookie
 * @param sections how a file is transferred
 */
public record Endpoint<Q extends Record, R extends Record>(
    String id,
    HttpMethod method,
    String path,
    Operation<Q, R> operation,
    RoleRequirement access,
    int status,
    List<ParameterReader> parameters,
    BodyReader body,
    boolean wholeBody,
    IfMatch version,
    boolean location,
    RefreshCookieUse cookie,
    boolean deviceCookie,
    VisitorCookieUse visitorCookie,
    SectionUse sections) {

  public enum IfMatch {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  public boolean isRead() {
    return method.equals(HttpMethod.GET);
  }

  /** Whether it is a public read whose reply depends only on the address. */
  public boolean isPublicRead() {
    return isRead()
        && access.anyone()
        && !cookie.used()
        && !sections.sent()
        && parameters.stream().noneMatch(one -> one.location() == Location.HEADER);
  }
}
