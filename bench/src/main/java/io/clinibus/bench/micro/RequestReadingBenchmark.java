package io.clinibus.bench.micro;

import io.clinibus.node.Modules;
import io.clinibus.bus.Bus;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SigningKeysApi;
import io.clinibus.identity.api.SessionsApi.Revocations;
import io.clinibus.identity.api.SigningKeysApi.SigningKey;
import io.clinibus.identity.api.SigningKeysApi.SigningKeys;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.web.contract.BodyReader;
import io.clinibus.web.contract.Contract;
import io.clinibus.web.contract.Endpoints;
import io.clinibus.web.security.AccessTokenVerifier;
import io.clinibus.web.security.IdentityCache;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a booking's request costs before anybody is asked: its token, and its body. */
@State(Scope.Benchmark)
public class RequestReadingBenchmark {

  private static final String ISSUER = "http://localhost:8080";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int KEY_BITS = 3072;
  private static final long HOUR_SECONDS = 3600;

  private final Vertx vertx = Vertx.vertx();
  private final Buffer body =
      Buffer.buffer(
          """
          {"doctorId":"01934f6e-0000-7000-8000-000000000001","patientId":"01934f6e-0000-7000-8000-000000000002",
           "start":"2030-06-04T09:00:00+02:00","reason":"Check-up"}
          """);
  private AccessTokenVerifier tokens;
  private String token;
  private BodyReader reader;

  @Setup
  public void open() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    KeyPair keys = generator.generateKeyPair();
    Bus bus = Bus.open(vertx, Modules.ALL.messages(), Clock.systemUTC(), cause -> false);
    bus.serve(
            SigningKeysApi.SIGNING_KEYS,
            (asked, caller) ->
                Future.succeededFuture(
                    new SigningKeys(List.of(key((RSAPublicKey) keys.getPublic())))))
        .await();
    bus.serve(
            SessionsApi.REVOCATIONS,
            (asked, caller) -> Future.succeededFuture(new Revocations(List.of(), null)))
        .await();
    var identity = new IdentityCache(bus, Clock.systemUTC());
    identity.start(new Jobs(vertx, new Metrics())).await();
    tokens = new AccessTokenVerifier(vertx, identity, ISSUER, Clock.systemUTC());
    token = signed(keys);
    reader =
        Endpoints.of(Contract.load(vertx).await(), Modules.ALL.messages()).stream()
            .filter(endpoint -> endpoint.id().equals("bookAppointment"))
            .findFirst()
            .orElseThrow()
            .body();
  }

  @TearDown
  public void close() {
    vertx.close().await();
  }

  /** A token that was judged before, as all but the first of a quarter of an hour. */
  @Benchmark
  public Object knownToken() {
    return tokens.judge(token).result();
  }

  /** The body of a booking, parsed and checked against the contract. */
  @Benchmark
  public Object body() {
    return reader.read(body, new ArrayList<>(0));
  }

  private static String signed(KeyPair keys) throws Exception {
    long now = System.currentTimeMillis() / 1000;
    String text =
        encoded(new JsonObject().put("alg", "RS256").put("kid", "bench").put("typ", "JWT"))
            + "."
            + encoded(
                new JsonObject()
                    .put("iss", ISSUER)
                    .put("aud", "clinibus")
                    .put("sub", new UUID(1, 1).toString())
                    .put("roles", List.of("RECEPTIONIST"))
                    .put("iat", now)
                    .put("iat_ms", now * 1000)
                    .put("exp", now + HOUR_SECONDS));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + BASE64.encodeToString(signature.sign());
  }

  private static String encoded(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static SigningKey key(RSAPublicKey key) {
    return new SigningKey(
        "RSA",
        "sig",
        "RS256",
        "bench",
        unsigned(key.getModulus()),
        unsigned(key.getPublicExponent()));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return BASE64.encodeToString(
        bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }
}
