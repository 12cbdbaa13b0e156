package io.clinibus.identity.account;

import io.clinibus.bus.Language;
import io.clinibus.bus.Role;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.SignIn;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.platform.db.Rows;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps accounts and times to rows and parameters. */
public final class AccountRows {

  /** The columns of {@code identity.account a} that {@link #account} and {@link #user} read. */
  public static final String COLUMNS =
      "a.id, a.email, a.name, a.roles, a.patient_id, a.doctor_id, a.password_hash, a.blocked_at,"
          + " a.language, a.block_reason";

  /** The columns of {@code identity.session s} that {@link #signIn} reads. */
  public static final String SIGN_IN =
      "coalesce(s.authenticated_at, s.ends_at - interval '90 days') AS authenticated_at,"
          + " coalesce(s.methods, '{PASSWORD}') AS methods";

  private AccountRows() {}

  public static Account account(Row row) {
    return new Account(user(row), row.getString("password_hash"));
  }

  public static User user(Row row) {
    boolean blocked = row.getOffsetDateTime("blocked_at") != null;
    return new User(
        row.getUUID("id"),
        row.getString("email"),
        row.getString("name"),
        roles(row.getArrayOfStrings("roles")),
        row.getUUID("patient_id"),
        row.getUUID("doctor_id"),
        blocked,
        row.getString("password_hash") == null,
        row.getString("language") == null ? null : Rows.constant(row, "language", Language.class),
        blocked ? row.getString("block_reason") : null,
        null);
  }

  public static SignIn signIn(Row row) {
    return new SignIn(
        Rows.instant(row, "authenticated_at"),
        Stream.of(row.getArrayOfStrings("methods"))
            .map(SignInMethod::valueOf)
            .collect(Collectors.toUnmodifiableSet()));
  }

  static OpenSession open(User user, Row row) {
    return new OpenSession(
        user, signIn(row), Rows.instant(row, "issued_at"), Rows.instant(row, "expires_at"));
  }

  static String[] methods(Collection<SignInMethod> methods) {
    return methods.stream().sorted().map(SignInMethod::name).toArray(String[]::new);
  }

  static String[] names(Collection<Role> roles) {
    return roles.stream().sorted().map(Role::name).toArray(String[]::new);
  }

  private static Set<Role> roles(String[] names) {
    return Stream.of(names).map(Role::valueOf).collect(Collectors.toUnmodifiableSet());
  }
}
