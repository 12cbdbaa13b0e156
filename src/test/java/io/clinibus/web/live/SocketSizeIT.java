package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.web.live.socket.LiveSocket;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** A socket keeps nothing of the request it was: thousands of them stay open for a day. */
class SocketSizeIT {

  private static final int SOCKETS = 40;

  @Test
  void aSocketDoesNotRetainItsRequest() throws Exception {
    try (var live = new LiveFixture(Clock.systemUTC())) {
      String topic =
          "slots/" + live.hospital.doctor(5, "08:00", "20:00") + "/" + DaysAhead.tuesday();
      List<LiveClient> clients = new ArrayList<>();
      for (int i = 0; i < SOCKETS; i++) {
        LiveClient client = live.visitor();
        client.subscribe(topic).awaitPage(topic);
        clients.add(client);
      }
      assertThat(alive(LiveSocket.class.getName())).isGreaterThanOrEqualTo(SOCKETS);
      assertThat(alive("io.vertx.core.http.impl.Http1xServerRequest")).isLessThan(SOCKETS / 2);
      assertThat(alive("io.vertx.ext.web.impl.RoutingContextImpl")).isLessThan(SOCKETS / 2);
      clients.forEach(LiveClient::close);
    }
  }

  /** Objects of a class that something still needs. */
  private static long alive(String className) throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    Matcher line =
        Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(className) + "\\b")
            .matcher(histogram);
    return line.find() ? Long.parseLong(line.group(1)) : 0;
  }
}
