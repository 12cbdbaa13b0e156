package io.clinibus.documents.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The examples that AWS has published for S3: "Authenticating Requests: Using the Authorization
 * Header (AWS Signature Version 4)".
 */
class S3SignerTest {

  private static final String BUCKET = "https://examplebucket.s3.amazonaws.com";

  private final S3Signer signer =
      new S3Signer(
          "AKIAIOSFODNN7EXAMPLE",
          "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
          "us-east-1",
          Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC));

  @Test
  void getObject() {
    assertThat(signature("GET", BUCKET + "/test.txt", Map.of("Range", "bytes=0-9"), null))
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void putObject() {
    byte[] body = "Welcome to Amazon S3.".getBytes(StandardCharsets.US_ASCII);
    assertThat(
            signature(
                "PUT",
                BUCKET + "/test%24file.text",
                Map.of(
                    "Date",
                    "Fri, 24 May 2013 00:00:00 GMT",
                    "x-amz-storage-class",
                    "REDUCED_REDUNDANCY"),
                () -> new ByteArrayInputStream(body)))
        .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void getBucketLifecycle() {
    assertThat(signature("GET", BUCKET + "/?lifecycle", Map.of(), null))
        .isEqualTo("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void listObjects() {
    assertThat(signature("GET", BUCKET + "/?max-keys=2&prefix=J", Map.of(), null))
        .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  private String signature(
      String method, String address, Map<String, String> headers, ContentStreamProvider body) {
    String authorization =
        signer.sign(method, URI.create(address), headers, body).get("Authorization").get(0);
    return authorization.substring(authorization.indexOf("Signature=") + "Signature=".length());
  }
}
