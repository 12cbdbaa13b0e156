package io.clinibus.web.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.FieldError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each keyword of a schema has its code, and the parameters that a translation needs. */
class SchemaErrorsTest {

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "type":"string"                                  | null     | required       | {}
          "type":"string"                                  | 7        | wrong-type     | {"type":"string"}
          "type":"boolean"                                 | 7        | wrong-type     | {"type":"boolean"}
          "type":"array"                                   | {}       | wrong-type     | {"type":"array"}
          "type":"object"                                  | []       | wrong-type     | {"type":"object"}
          "type":"number"                                  | "7"      | not-a-number   | {}
          "type":"integer"                                 | 7.5      | not-an-integer | {}
          "enum":["A","B"]                                 | "C"      | not-allowed    | {"allowed":["A","B"]}
          "type":"string","minLength":1                    | ""       | required       | {}
          "type":"string","minLength":3                    | "ab"     | too-short      | {"min":3}
          "type":"string","maxLength":3                    | "abcd"   | too-long       | {"max":3}
          "type":"integer","minimum":3                     | 2        | too-small      | {"min":3}
          "type":"integer","maximum":3                     | 4        | too-large      | {"max":3}
          "type":"array","minItems":2                      | [1]      | too-few        | {"min":2}
          "type":"array","maxItems":1                      | [1,2]    | too-many       | {"max":1}
          "type":"array","uniqueItems":true                | [1,1]    | duplicate      | {}
          "type":"string","pattern":"\\\\S"                | " "      | required       | {}
          "type":"string","pattern":"^a$"                  | "b"      | pattern        | {"pattern":"^a$"}
          "type":"string","pattern":"^a$","x-format":"an-a","x-message":"must be an a" | "b" | format | {"format":"an-a"}
          "type":"string","format":"clinibus-email"        | "b"      | format         | {"format":"email"}
          "type":"string","format":"clinibus-date"         | "b"      | format         | {"format":"date"}
          "not":{}                                         | "b"      | invalid        | {}
          """)
  void everyKeywordHasACode(String schema, String value, String code, String params) {
    FieldError error = onlyError(schema, "{\"x\":" + value + "}");
    assertThat(error.pointer()).isEqualTo("/x");
    assertThat(error.code()).isEqualTo(code);
    assertThat(new JsonObject(error.params())).isEqualTo(new JsonObject(params));
    assertThat(error.message()).isNotBlank();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}               | /x   | required
          {"x":"a","y":1}  | /y   | unknown-field
          {"x":"a\\u0000"} | /x   | forbidden-character
          """)
  void errorsOfMembersHaveCodes(String body, String pointer, String code) {
    FieldError error = onlyError("\"type\":\"string\"", body);
    assertThat(error.pointer()).isEqualTo(pointer);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.params()).isEqualTo(Map.of());
  }

  private static FieldError onlyError(String property, String body) {
    var schema =
        new JsonObject(
            """
            {"type":"object","additionalProperties":false,"required":["x"],"properties":{"x":{%s}}}
            """
                .formatted(property));
    List<FieldError> errors = new ArrayList<>();
    new BodyReader(JsonSchema.of(schema)).read(Buffer.buffer(body), errors);
    assertThat(errors).hasSize(1);
    return errors.get(0);
  }
}
