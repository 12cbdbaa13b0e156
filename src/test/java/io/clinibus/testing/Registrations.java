package io.clinibus.testing;

import io.clinibus.identity.credential.RegistrationCodes;
import io.clinibus.node.Node;
import io.clinibus.platform.NodeContext;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Codes that confirm registrations, on nodes that send no mails. */
public final class Registrations {

  /** By port. */
  private static final Map<Integer, Node> NODES = new ConcurrentHashMap<>();

  /** What confirms a registration, with a password. */
  public record Code(UUID registrationId, String code) {}

  private Registrations() {}

  static void on(Node node) {
    node.port().ifPresent(port -> NODES.put(port, node));
  }

  /** The code of the latest registration of an address on a node of this JVM. */
  public static Code code(URI server, String email) {
    Node node = NODES.get(server.getPort());
    if (node == null) {
      throw new AssertionError("no node of this JVM serves " + server);
    }
    NodeContext platform = node.platform();
    return code(
        platform.database(), RegistrationCodes.read(platform.settings().signingKey()), email);
  }

  public static Code code(Pool database, RegistrationCodes codes, String email) {
    UUID id =
        BusFixture.await(
                database
                    .preparedQuery(
                        """
                        SELECT id FROM identity.registration WHERE email = $1
                        ORDER BY expires_at DESC LIMIT 1
                        """)
                    .execute(Tuple.of(email)))
            .iterator()
            .next()
            .getUUID("id");
    return new Code(id, codes.code(id));
  }
}
