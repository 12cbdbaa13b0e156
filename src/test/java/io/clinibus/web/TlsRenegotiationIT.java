package io.clinibus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.settings.Settings;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.TestAuthority;
import io.clinibus.testing.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients cannot renegotiate TLS 1.2. In a process of its own: the JDK reads what forbids it once,
 * before the first connection.
 */
@Tag("slow")
class TlsRenegotiationIT {

  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir Path folder;

  @Test
  void aClientThatRenegotiatesIsCutOff() throws Exception {
    Settings.BusTls tls = TestAuthority.in(folder);
    Map<String, String> environment =
        new HashMap<>(ChildNode.production(TestServers.newDatabase()));
    environment.put("CLINIBUS_TLS_CERTIFICATE", tls.certificate().toString());
    environment.put("CLINIBUS_TLS_KEY", tls.key().toString());
    SSLContext trusting = trusting(tls.certificate());
    try (ChildNode node = ChildNode.launch(environment)) {
      URI url = node.url();
      try (SSLSocket socket = connect(trusting, url)) {
        assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        assertThat(answer(socket)).as("the connection stays open").startsWith("HTTP/1.1 200");
        assertThatThrownBy(
                () -> {
                  socket.startHandshake();
                  answer(socket);
                })
            .isInstanceOf(IOException.class);
      }
      try (SSLSocket other = connect(trusting, url)) {
        assertThat(answer(other)).as("others are served").startsWith("HTTP/1.1 200");
      }
    }
  }

  private static SSLSocket connect(SSLContext trusting, URI url) throws IOException {
    var socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", url.getPort());
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.startHandshake();
    return socket;
  }

  /** The head of the answer to a request without a body. */
  private static String answer(SSLSocket socket) throws IOException {
    String request = "HEAD /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static SSLContext trusting(Path certificate)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "clinic", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
