package io.clinibus.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** An authenticator of the browser itself, whose user confirms at once when present. */
final class VirtualAuthenticator {

  private final CDPSession devTools;
  private final String id;

  VirtualAuthenticator(Page page) {
    devTools = page.context().newCDPSession(page);
    devTools.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject asked = new JsonObject();
    asked.add("options", options);
    id =
        devTools
            .send("WebAuthn.addVirtualAuthenticator", asked)
            .get("authenticatorId")
            .getAsString();
  }

  /** Whether its user confirms, also what the page offers without a click. */
  void setPresent(boolean present) {
    JsonObject asked = of();
    asked.addProperty("enabled", present);
    devTools.send("WebAuthn.setAutomaticPresenceSimulation", asked);
  }

  int passkeys() {
    return devTools.send("WebAuthn.getCredentials", of()).getAsJsonArray("credentials").size();
  }

  private JsonObject of() {
    JsonObject asked = new JsonObject();
    asked.addProperty("authenticatorId", id);
    return asked;
  }
}
