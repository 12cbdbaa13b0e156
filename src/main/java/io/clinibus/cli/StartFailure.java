package io.clinibus.cli;

import io.clinibus.documents.api.InvalidLetterTemplate;
import io.clinibus.embedded.EmbeddedFailure;
import io.clinibus.node.UntrustedService;
import io.clinibus.platform.db.SchemaTooNew;
import io.clinibus.platform.db.SqlStates;
import io.clinibus.platform.sealing.LostClinicKey;
import io.clinibus.settings.Settings;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** A node did not start; the message is one line with the cause and the remedy. */
final class StartFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private StartFailure(String message, Throwable cause) {
    super(message, cause);
  }

  static StartFailure of(Throwable cause, Settings settings) {
    String database =
        "PostgreSQL at "
            + settings.database().url().getHost()
            + ":"
            + (settings.database().url().getPort() < 0
                ? 5432
                : settings.database().url().getPort());
    return new StartFailure(
        isRefusedPort(cause) ? portInUse(settings) : explain(cause, database), cause);
  }

  static StartFailure because(String message) {
    return new StartFailure(message, null);
  }

  static StartFailure of(EmbeddedFailure failure) {
    return new StartFailure(failure.getMessage(), failure);
  }

  /**
   * @param database the name of the database in the message
   */
  static String explain(Throwable cause, String database) {
    Optional<SchemaTooNew> tooNew = find(cause, SchemaTooNew.class);
    if (tooNew.isPresent()) {
      return tooNew.get().getMessage();
    }
    Optional<UntrustedService> untrusted = find(cause, UntrustedService.class);
    if (untrusted.isPresent()) {
      return untrusted.get().getMessage();
    }
    Optional<LostClinicKey> lost = find(cause, LostClinicKey.class);
    if (lost.isPresent()) {
      return lost.get().getMessage();
    }
    Optional<InvalidLetterTemplate> template = find(cause, InvalidLetterTemplate.class);
    if (template.isPresent()) {
      return template.get().getMessage();
    }
    Optional<SQLException> sql = find(cause, SQLException.class);
    if (sql.isPresent()) {
      return explainSql(sql.get(), database);
    }
    LoggerFactory.getLogger(StartFailure.class).error("start failed", cause);
    return "The node could not start: " + rootOf(cause).getMessage();
  }

  /** Java's transport has an exception of its own for this, the native one names the call. */
  private static boolean isRefusedPort(Throwable cause) {
    return find(cause, BindException.class).isPresent()
        || find(cause, NativeIoException.class)
            .filter(refused -> refused.getMessage().startsWith("bind("))
            .isPresent();
  }

  private static String portInUse(Settings settings) {
    Settings.Endpoint web = settings.http().endpoint();
    return isFree(web) ? inUse(settings.management(), "management-port") : inUse(web, "port");
  }

  private static String inUse(Settings.Endpoint endpoint, String option) {
    return "Port %d on %s is in use by another program, or may not be opened. Stop that, or choose another with --%s=…"
        .formatted(endpoint.port(), endpoint.host(), option);
  }

  private static boolean isFree(Settings.Endpoint endpoint) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(endpoint.host(), endpoint.port()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String explainSql(SQLException failure, String database) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return switch (state) {
      case SqlStates.UNABLE_TO_CONNECT,
          SqlStates.CONNECTION_REJECTED,
          SqlStates.CONNECTION_FAILURE ->
          database
              + " cannot be reached ("
              + rootOf(failure).getMessage()
              + "). Is it running, and is CLINIBUS_DATABASE_URL right?";
      case SqlStates.INVALID_PASSWORD, SqlStates.INVALID_AUTHORIZATION ->
          database + " refuses the user or the password in CLINIBUS_DATABASE_URL.";
      case SqlStates.INVALID_CATALOG_NAME ->
          database + " has no such database. Create it, or correct " + "CLINIBUS_DATABASE_URL.";
      case SqlStates.INSUFFICIENT_PRIVILEGE ->
          database + " does not let this user create tables and extensions: " + firstLine(failure);
      case SqlStates.TOO_MANY_CONNECTIONS ->
          database
              + " has no connection left. Raise its max_connections, or lower "
              + "CLINIBUS_DATABASE_POOL.";
      case SqlStates.CANNOT_CONNECT_NOW ->
          database + " is still starting or shutting down. Try again in a moment.";
      default -> database + " reports: " + firstLine(failure);
    };
  }

  private static String firstLine(SQLException failure) {
    return failure.getMessage().lines().findFirst().orElse("an error");
  }

  private static Throwable rootOf(Throwable cause) {
    return cause.getCause() == null ? cause : rootOf(cause.getCause());
  }

  private static <T extends Throwable> Optional<T> find(Throwable cause, Class<T> type) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return Optional.of(type.cast(each));
      }
    }
    return Optional.empty();
  }
}
