package io.clinibus.documents.blobs;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests to S3 by AWS Signature Version 4, bodies included. Reads the body: may block. */
final class S3Signer {

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsIdentity credentials;
  private final String region;
  private final Clock clock;

  S3Signer(String accessKey, String secret, String region, Clock clock) {
    this.credentials = AwsCredentialsIdentity.create(accessKey, secret);
    this.region = region;
    this.clock = clock;
  }

  /**
   * The headers of a request with its signature.
   *
   * @param address with the query
   * @param headers further headers to sign
   * @param body null if there is none
   */
  Map<String, List<String>> sign(
      String method, URI address, Map<String, String> headers, ContentStreamProvider body) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(address);
    headers.forEach(request::putHeader);
    SignedRequest signed =
        signer.sign(
            asked ->
                asked
                    .identity(credentials)
                    .request(request.build())
                    .payload(body)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock));
    return signed.request().headers();
  }
}
