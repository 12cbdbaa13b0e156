package io.clinibus.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of answers finds every violation of the contract, and nothing else. */
class RestContractTest {

  private static final String ID = "01934f6e-0000-7000-8000-0123456789ab";
  private static final String DEPARTMENT =
      """
      {"id":"%s","name":"Cardiology","description":"","icon":"heart","doctors":1,"version":1}
      """
          .formatted(ID);
  private static final String PROBLEM =
      "{\"type\":\"/problems/not-found\",\"title\":\"Not found\",\"status\":404}";
  private static final Map<String, String> JSON =
      Map.of("Content-Type", "application/json", "ETag", "\"1\"");
  private static final Map<String, String> REFUSED =
      Map.of("Content-Type", "application/problem+json");

  @Test
  void answersOfTheContractAreAccepted() {
    assertThat(errors("GET", "/api/departments/" + ID, 200, JSON, DEPARTMENT)).isEmpty();
    assertThat(errors("HEAD", "/api/departments/" + ID, 200, JSON, "")).isEmpty();
    assertThat(errors("GET", "/api/departments/" + ID, 304, Map.of("ETag", "\"1\""), "")).isEmpty();
    assertThat(errors("DELETE", "/api/departments/" + ID, 204, Map.of(), "")).isEmpty();
    assertThat(errors("GET", "/api/departments/" + ID, 404, REFUSED, PROBLEM)).isEmpty();
    assertThat(errors("GET", "/api/nothing", 404, REFUSED, PROBLEM)).isEmpty();
    assertThat(errors("OPTIONS", "/api/departments", 204, Map.of(), "")).isEmpty();
    assertThat(errors("GET", "/docs", 200, Map.of(), "<html>")).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "doctors":1 | "doctors":"1"            | /doctors
          "doctors":1 | "doctors":1,"extra":true | extra
          "doctors":1 | "rooms":1                | required property 'doctors'
          0123456789ab | 01234567                | /id
          """)
  void wrongBodiesAreFound(String part, String replacement, String words) {
    String wrong = DEPARTMENT.replace(part, replacement);
    assertThat(errors("GET", "/api/departments/" + ID, 200, JSON, wrong))
        .isNotEmpty()
        .anySatisfy(error -> assertThat(error).contains(words));
  }

  @Test
  void wrongStatusesAndHeadersAreFound() {
    String path = "/api/departments/" + ID;
    assertThat(errors("GET", path, 202, JSON, DEPARTMENT))
        .containsExactly("the contract does not state this status");
    assertThat(errors("GET", path, 200, Map.of("Content-Type", "application/json"), DEPARTMENT))
        .containsExactly("the header ETag is missing");
    assertThat(errors("GET", path, 200, with(JSON, "ETag", "bare"), DEPARTMENT)).hasSize(1);
    assertThat(errors("GET", path, 200, with(JSON, "Content-Type", "text/plain"), DEPARTMENT))
        .hasSize(1);
    assertThat(errors("GET", path, 200, with(JSON, "Location", "/x"), DEPARTMENT))
        .containsExactly("the contract does not state the header Location");
    assertThat(errors("GET", path, 200, with(JSON, "Cache-Control", "no-cache"), DEPARTMENT))
        .isEmpty();
    assertThat(errors("GET", path, 200, with(JSON, "Cache-Control", "public"), DEPARTMENT))
        .hasSize(1);
    String limit = "\"requests\";r=7;t=42";
    assertThat(errors("GET", path, 200, with(JSON, "RateLimit", limit), DEPARTMENT)).isEmpty();
    assertThat(errors("GET", path, 200, with(JSON, "RateLimit", "7"), DEPARTMENT)).hasSize(1);
    assertThat(errors("GET", path, 304, with(JSON, "RateLimit-Policy", "7"), "")).hasSize(1);
    assertThat(errors("POST", "/api/departments", 201, JSON, DEPARTMENT))
        .containsExactly("the header Location is missing");
    assertThat(errors("DELETE", path, 204, Map.of(), "gone")).hasSize(1);
    assertThat(errors("GET", "/api/nothing", 200, JSON, "{}")).containsExactly("no operation");
  }

  @Test
  void wrongProblemsAreFound() {
    String path = "/api/departments/" + ID;
    assertThat(errors("GET", path, 403, REFUSED, PROBLEM)).hasSize(1);
    assertThat(errors("GET", path, 404, JSON, PROBLEM)).isNotEmpty();
    assertThat(errors("GET", path, 404, REFUSED, PROBLEM.replace("title", "name"))).hasSize(2);
    assertThat(errors("GET", path, 404, with(REFUSED, "Retry-After", "soon"), PROBLEM)).hasSize(1);
    assertThat(errors("GET", path, 404, with(REFUSED, "Retry-After", "2"), PROBLEM)).isEmpty();
    assertThat(errors("GET", "/api/nothing", 404, JSON, "{}")).isNotEmpty();
  }

  @Test
  void problemsWithExtensionsAreAccepted() {
    String refused =
        """
        {"type":"/problems/slot-not-offered","title":"No","status":422,"reason":"LEAVE","alternatives":[],
         "errors":[{"pointer":"/start","code":"slot-not-offered","params":{},"message":"m","detail":"m"}]}
        """;
    assertThat(errors("POST", "/api/appointments", 422, REFUSED, refused)).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          problems/not-found | problems/nowhere | the contract does not state the problem nowhere
          too-long           | too-wide         | the contract does not state the field error
          {"max":3}          | {"most":3}       | the field error has other parameters than [max]
          {"max":3}          | {}               | the field error has other parameters than [max]
          """)
  void undeclaredProblemsAndCodesAreFound(String part, String replacement, String words) {
    String refused =
        PROBLEM.replace(
            "}",
            """
            ,"errors":[{"pointer":"/x","code":"too-long","params":{"max":3},"message":"m","detail":"m"}]}
            """);
    String path = "/api/departments/" + ID;
    assertThat(errors("GET", path, 404, REFUSED, refused)).isEmpty();
    assertThat(errors("GET", path, 404, REFUSED, refused.replace(part, replacement)))
        .singleElement()
        .asString()
        .startsWith(words);
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return more;
  }

  private static List<String> errors(
      String method, String path, int status, Map<String, String> headers, String body) {
    Map<String, List<String>> all = new TreeMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return RestContract.product()
        .errors(method, path, status, HttpHeaders.of(all, (name, value) -> true), body);
  }
}
