package io.clinibus.node;

/** A service's certificate is not valid for its host, or not signed by an authority we trust. */
public final class UntrustedService extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UntrustedService(String service, Throwable cause) {
    super(service + " has a certificate that is not trusted: " + cause.getMessage(), cause);
  }
}
