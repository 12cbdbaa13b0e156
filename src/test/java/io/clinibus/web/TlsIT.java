package io.clinibus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.settings.Settings;
import io.clinibus.testing.ExpectedLogs;
import io.vertx.core.impl.ContextImpl;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate and key in the settings turn on HTTPS, with HTTP/2. */
class TlsIT {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @Test
  void servesHttpsAndHttp2() throws Exception {
    KeyStore keys = selfSigned();
    Certificate certificate = keys.getCertificate("clinic");
    var tls =
        new Settings.Tls(
            pem("clinic.crt", "CERTIFICATE", certificate.getEncoded()),
            pem("clinic.key", "PRIVATE KEY", keys.getKey("clinic", PASSWORD).getEncoded()));
    var http =
        new Settings.Http(
            new Settings.Endpoint("127.0.0.1", 0),
            URI.create("https://localhost"),
            Optional.of(tls),
            false,
            1000);
    try (var errors = ExpectedLogs.of(ContextImpl.class, "Unhandled exception");
        var web = WebFixture.start(http, WebFixture.generous())) {
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(certificate)).build();
      var response =
          client.send(
              HttpRequest.newBuilder(web.url("/api/settings")).build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.headers().firstValue("Strict-Transport-Security")).isPresent();
      var page =
          client.send(HttpRequest.newBuilder(web.url("/docs")).build(), BodyHandlers.ofString());
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .endsWith("; upgrade-insecure-requests");

      var login =
          client.send(
              HttpRequest.newBuilder(web.url("/api/auth/login"))
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"email\":\"a@example.org\",\"password\":\"p\"}"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(login.statusCode()).isEqualTo(200);
      assertThat(login.headers().firstValue("Set-Cookie").orElse("")).contains("Secure");
      assertCiphers(trusting(certificate), web.port());
      assertThat(errors.events()).isEmpty();
    }
  }

  private static void assertCiphers(SSLContext trusting, int port) throws IOException {
    assertThat(accepts(trusting, port, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")).isTrue();
    assertThat(accepts(trusting, port, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256")).isFalse();
    assertThat(accepts(trusting, port, "TLS_RSA_WITH_AES_128_GCM_SHA256")).isFalse();
  }

  private static boolean accepts(SSLContext trusting, int port, String cipher) throws IOException {
    try (var socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {cipher});
      socket.startHandshake();
      return true;
    } catch (SSLHandshakeException refused) {
      return false;
    }
  }

  private KeyStore selfSigned() throws Exception {
    Path file = folder.resolve("clinic.p12");
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "clinic",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .start()
            .waitFor();
    assertThat(exit).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = new FileInputStream(file.toFile())) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private Path pem(String name, String kind, byte[] der) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  private static SSLContext trusting(Certificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("clinic", certificate);
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
