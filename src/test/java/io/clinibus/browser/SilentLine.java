package io.clinibus.browser;

import com.microsoft.playwright.WebSocketRoute;
import java.util.concurrent.atomic.AtomicBoolean;

/** A live connection between a page and its node that can fall silent, as a network does. */
final class SilentLine {

  private final AtomicBoolean silent = new AtomicBoolean();

  /** Carries a connection of the page; from {@link #cut()} on nothing arrives on either side. */
  void join(WebSocketRoute page) {
    WebSocketRoute node = page.connectToServer();
    page.onMessage(
        frame -> {
          if (!silent.get()) {
            node.send(frame.text());
          }
        });
    node.onMessage(
        frame -> {
          if (!silent.get()) {
            page.send(frame.text());
          }
        });
  }

  void cut() {
    silent.set(true);
  }
}
