package io.clinibus.bus;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who may use an operation, as the contract's {@code x-roles} says.
 *
 * @param anyone whether no sign-in is needed
 * @param roles otherwise one of these is
 */
public record RoleRequirement(boolean anyone, Set<Role> roles) {

  private static final String ANYONE = "ANYONE";

  /**
   * Reads {@code x-roles}.
   *
   * @throws IllegalStateException if it is missing, empty or names an unknown role: an operation
   *     without a stated rule is not served
   */
  public static RoleRequirement of(String operationId, List<?> stated) {
    if (stated == null || stated.isEmpty()) {
      throw new IllegalStateException(operationId + " does not state its x-roles");
    }
    if (stated.contains(ANYONE)) {
      if (stated.size() > 1) {
        throw new IllegalStateException(operationId + " states ANYONE beside other roles");
      }
      return new RoleRequirement(true, Set.of());
    }
    var roles = EnumSet.noneOf(Role.class);
    for (Object name : stated) {
      try {
        roles.add(Role.valueOf(String.valueOf(name)));
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(operationId + " states an unknown role: " + name, e);
      }
    }
    return new RoleRequirement(false, Set.copyOf(roles));
  }

  /**
   * Null if the caller may, else why not. A signed-in caller without roles has not added the second
   * factor that the account needs.
   */
  public Failure refusal(Caller caller) {
    if (anyone) {
      return null;
    }
    if (caller.userId() == null) {
      return Failure.of(CommonFailures.UNAUTHENTICATED);
    }
    if (caller.roles().isEmpty()) {
      return Failure.of(CommonFailures.SECOND_FACTOR_REQUIRED);
    }
    for (Role role : caller.roles()) {
      if (roles.contains(role)) {
        return null;
      }
    }
    return Failure.of(CommonFailures.FORBIDDEN);
  }
}
