package io.clinibus.settings;

import java.net.URI;
import java.nio.file.Path;

/**
 * The services that a node depends on: configured in production, embedded on a first run.
 *
 * @param signingKey PEM file with the RSA private key
 */
public record Services(URI database, URI redis, URI mail, Path signingKey) {

  @Override
  public String toString() {
    return "Services[" + database.getHost() + ":" + database.getPort() + "]";
  }
}
