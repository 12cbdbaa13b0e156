package io.clinibus.testing;

import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.node.Node;
import io.clinibus.platform.NodeContext;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Confirms registrations as the link in the mail does, on nodes that send no mails. */
public final class Registrations {

  /** By port. */
  private static final Map<Integer, Node> NODES = new ConcurrentHashMap<>();

  private Registrations() {}

  static void on(Node node) {
    node.port().ifPresent(port -> NODES.put(port, node));
  }

  /** The token of the latest registration of an address on a node of this JVM. */
  public static String token(URI server, String email) {
    Node node = NODES.get(server.getPort());
    if (node == null) {
      throw new AssertionError("no node of this JVM serves " + server);
    }
    NodeContext platform = node.platform();
    return token(platform.database(), LinkTokens.read(platform.settings().signingKey()), email);
  }

  public static String token(Pool database, LinkTokens links, String email) {
    UUID link =
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
    return links.token(AccountMail.CONFIRM_REGISTRATION.name(), link);
  }
}
