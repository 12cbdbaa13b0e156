package io.clinibus.identity.account;

import io.clinibus.bus.Role;
import io.clinibus.identity.api.IdentityApi.User;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps accounts and times to rows and parameters. */
public final class AccountRows {

  /** The columns of {@code identity.account a} that {@link #account} and {@link #user} read. */
  public static final String COLUMNS =
      "a.id, a.email, a.name, a.roles, a.patient_id, a.doctor_id, a.password_hash, a.blocked_at";

  private AccountRows() {}

  static Account account(Row row) {
    return new Account(user(row), row.getString("password_hash"));
  }

  public static User user(Row row) {
    return new User(
        row.getUUID("id"),
        row.getString("email"),
        row.getString("name"),
        roles(row.getArrayOfStrings("roles")),
        row.getUUID("patient_id"),
        row.getUUID("doctor_id"),
        row.getOffsetDateTime("blocked_at") != null,
        row.getString("password_hash") == null);
  }

  static String[] names(Collection<Role> roles) {
    return roles.stream().sorted().map(Role::name).toArray(String[]::new);
  }

  private static Set<Role> roles(String[] names) {
    return Stream.of(names).map(Role::valueOf).collect(Collectors.toUnmodifiableSet());
  }
}
